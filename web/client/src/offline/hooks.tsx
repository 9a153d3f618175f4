import { createContext, type ReactNode, useContext, useMemo, useSyncExternalStore } from 'react'
import type { Contact } from './contact'
import { type Draft, isOverride, type OutboxEntry } from './entry'
import type { Offline } from './offline'
import type { Outbox } from './outbox'

const Given = createContext<Offline | null>(null)

/** Gives the pages what works without network. */
export function OfflineProvider({ value, children }: { value: Offline; children: ReactNode }) {
  return <Given value={value}>{children}</Given>
}

/** All of it, for the shell. */
export function useOffline(): Offline {
  const offline = useContext(Given)
  if (!offline) throw new Error('this needs an OfflineProvider')
  return offline
}

/** What a person can do with the outbox. */
export interface OutboxActions {
  /** Sends a refused entry once more. */
  retry: (id: string) => Promise<void>
  /** Takes an entry out of the outbox, unless it is just being sent. */
  dismiss: (id: string) => Promise<void>
  /** Tries to send now. */
  sendNow: () => void
}

/** The outbox. */
export function useOutbox(): Outbox & OutboxActions {
  const offline = useOffline()
  const outbox = useSyncExternalStore(offline.outbox.subscribe, offline.outbox.getSnapshot)
  return useMemo(
    () => ({
      ...outbox,
      retry: id => offline.retry(id),
      dismiss: id => offline.dismiss(id),
      sendNow: () => offline.sendNow(),
    }),
    [offline, outbox],
  )
}

/** Puts what a person wants done into the outbox. Settles as soon as it is kept, not when it is done. */
export function useEnqueue(): (draft: Draft) => Promise<OutboxEntry> {
  const offline = useOffline()
  return useMemo(() => (draft: Draft) => offline.enqueue(draft), [offline])
}

/** Whether the server can be reached, and when it last was. */
export function useContact(): Contact {
  const { contact } = useOffline()
  return useSyncExternalStore(contact.subscribe, contact.getSnapshot)
}

/** What a person has done to a version and is not read back yet. */
export interface PendingReceipts {
  acknowledge: OutboxEntry | null
  markRead: OutboxEntry | null
}

/** The receipts of a version at a chapter that stand in the outbox. */
export function usePendingFor(chapter: string, version: string): PendingReceipts {
  const outbox = useOutbox()
  return useMemo(() => {
    const about = all(outbox).filter(
      ({ input }) => input.chapter === chapter && 'version' in input && input.version === version,
    )
    return {
      acknowledge: about.findLast(entry => entry.kind === 'acknowledge') ?? null,
      markRead: about.findLast(entry => entry.kind === 'mark-read') ?? null,
    }
  }, [outbox, chapter, version])
}

/** The latest change of a chapter's own value that stands in the outbox. */
export function usePendingOverride(chapter: string, policy: string): OutboxEntry | null {
  const outbox = useOutbox()
  return useMemo(() => {
    const found = all(outbox).findLast(
      entry => isOverride(entry) && entry.input.chapter === chapter && entry.policy === policy,
    )
    return found ?? null
  }, [outbox, chapter, policy])
}

/** What is still to come counts more than what is done, and that more than what was refused. */
function all(outbox: Outbox): OutboxEntry[] {
  return [...outbox.refused, ...outbox.confirmed, ...outbox.waiting]
}
