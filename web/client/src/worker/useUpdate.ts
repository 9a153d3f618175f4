import { useEffect, useSyncExternalStore } from 'react'
import type { UpdateState, Updates } from './updates'

/** Whether a newer build waits, and how to use it. */
export function useUpdate(updates: Updates): { state: UpdateState; apply: () => void } {
  const state = useSyncExternalStore(updates.subscribe, updates.getSnapshot)
  return { state, apply: () => updates.apply() }
}

/** Keeps the page from being loaded anew by itself while `unsaved`. */
export function useHoldReload(updates: Updates, unsaved: boolean): void {
  useEffect(() => (unsaved ? updates.hold() : undefined), [updates, unsaved])
}
