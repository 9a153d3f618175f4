import { createContext, type ReactNode, useContext } from 'react'
import type { Updates } from '../worker'

const Given = createContext<Updates | null>(null)

/** Gives the pages what is known of newer versions of this app. */
export function UpdatesProvider({ value, children }: { value: Updates; children: ReactNode }) {
  return <Given value={value}>{children}</Given>
}

export function useUpdates(): Updates {
  const updates = useContext(Given)
  if (!updates) throw new Error('useUpdates needs an UpdatesProvider')
  return updates
}
