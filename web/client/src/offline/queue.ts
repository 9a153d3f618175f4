import { type Draft, isOverride, type OutboxEntry, type Problem, subjectOf } from './entry'
import { type Clock, type Locks, randomKey } from './environment'
import type { Journal, JournalChange, Written } from './journal'

/** What the outbox needs of its surroundings. */
export interface QueueParts {
  journal: Journal
  clock: Clock
  locks: Locks
  /** Told after each change, with the account whose entries changed. */
  changed: (account: string) => void
}

/** An entry could not be kept, since the account's data was destroyed meanwhile, perhaps by another window. */
export class OutboxClosed extends Error {
  constructor() {
    super('the outbox of this account is closed')
    this.name = 'OutboxClosed'
  }
}

/**
 * What helmsmen want done, until the server has done it.
 *
 * An entry leaves only when the server has confirmed it, when a later one makes it pointless, or when its person takes
 * it back. Every change reads and writes under a lock, because encryption cannot happen inside a transaction of the
 * database and two windows may change the outbox at once.
 */
export class Queue {
  readonly #parts: QueueParts

  constructor(parts: QueueParts) {
    this.#parts = parts
  }

  get durable(): boolean {
    return this.#parts.journal.durable
  }

  /** The entries of an account in the order they are sent. */
  async entries(account: string): Promise<OutboxEntry[]> {
    return (await this.#parts.journal.entries(account)).map(written => written.entry)
  }

  /** Takes up what a person wants done. The same wish twice is one entry. */
  enqueue(account: string, draft: Draft): Promise<OutboxEntry> {
    return this.#change(account, all => {
      const twin = all.find(({ entry }) => isPending(entry) && isSameWish(entry, draft))
      if (twin) return { result: twin.entry }
      const entry: OutboxEntry = {
        ...draft,
        id: randomKey(),
        requestKey: randomKey(),
        account,
        createdAt: this.#parts.clock.now(),
        attempts: 0,
        firstSentAt: null,
        lastProblem: null,
        state: 'waiting',
      }
      const replaced = all.filter(
        other => other.entry.state !== 'sending' && isReplacedBy(other.entry, draft),
      )
      return { result: entry, change: { put: [{ entry }], remove: replaced.map(({ order }) => order) } }
    })
  }

  /** Marks an entry as being sent, before it is; null if it is not waiting any more. */
  claim(account: string, id: string): Promise<OutboxEntry | null> {
    const now = this.#parts.clock.now()
    return this.#update(account, id, entry =>
      entry.state === 'waiting'
        ? { ...entry, state: 'sending', attempts: entry.attempts + 1, firstSentAt: entry.firstSentAt ?? now }
        : null,
    )
  }

  /** Removes an entry that the server has done. */
  confirm(account: string, id: string): Promise<void> {
    return this.#remove(account, id)
  }

  /** Puts an entry back that got no answer. */
  release(account: string, id: string, problem: Problem | null): Promise<OutboxEntry | null> {
    return this.#update(account, id, entry => ({ ...entry, state: 'waiting', lastProblem: problem }))
  }

  /** Keeps an entry that will not be done, for the person to see why. */
  refuse(account: string, id: string, problem: Problem): Promise<OutboxEntry | null> {
    return this.#update(account, id, entry => ({ ...entry, state: 'refused', lastProblem: problem }))
  }

  /**
   * Puts a refused entry back in line, because the person asks for it. Its request key is a new one: the server has
   * refused the old one for good, or no longer knows it.
   */
  retry(account: string, id: string): Promise<OutboxEntry | null> {
    return this.#update(account, id, entry =>
      entry.state === 'refused'
        ? { ...entry, state: 'waiting', requestKey: randomKey(), firstSentAt: null, lastProblem: null }
        : null,
    )
  }

  /** Removes an entry that its person no longer wants. One that is being sent stays: it may be done already. */
  dismiss(account: string, id: string): Promise<void> {
    return this.#remove(account, id, entry => entry.state !== 'sending')
  }

  /**
   * Puts back what a page that is gone was sending. Only for whoever holds the right to send: nobody else can tell such
   * an entry from one that is being sent now. Sending it again is safe, since the request key is the same.
   */
  recover(account: string): Promise<void> {
    return this.#change(account, all => {
      const orphans = all.filter(({ entry }) => entry.state === 'sending')
      const put = orphans.map(({ order, entry }) => ({
        order,
        entry: { ...entry, state: 'waiting' as const },
      }))
      return { result: undefined, change: put.length > 0 ? { put } : undefined }
    })
  }

  #update(
    account: string,
    id: string,
    update: (entry: OutboxEntry) => OutboxEntry | null,
  ): Promise<OutboxEntry | null> {
    return this.#change<OutboxEntry | null>(account, all => {
      const found = all.find(({ entry }) => entry.id === id)
      const entry = found ? update(found.entry) : null
      if (!found || !entry) return { result: null }
      return { result: entry, change: { put: [{ order: found.order, entry }] } }
    }).catch(closedAsNull)
  }

  #remove(account: string, id: string, allowed: (entry: OutboxEntry) => boolean = () => true): Promise<void> {
    return this.#change(account, all => {
      const remove = all.filter(({ entry }) => entry.id === id && allowed(entry)).map(({ order }) => order)
      return { result: undefined, change: remove.length > 0 ? { remove } : undefined }
    }).catch(closedAsNull) as Promise<void>
  }

  #change<T>(account: string, decide: (all: Written[]) => { result: T; change?: JournalChange }): Promise<T> {
    return this.#parts.locks.exclusively('flotilla-outbox', async () => {
      const { result, change } = decide(await this.#parts.journal.entries(account))
      if (!change) return result
      if (!(await this.#parts.journal.change(account, change))) throw new OutboxClosed()
      this.#parts.changed(account)
      return result
    })
  }
}

/** An account that is gone has no entries to change; only to add one to it is an error. */
function closedAsNull(error: unknown): null {
  if (error instanceof OutboxClosed) return null
  throw error
}

function isPending(entry: OutboxEntry): boolean {
  return entry.state === 'waiting' || entry.state === 'sending'
}

/** Receipts of one version are one wish; values are not, since another may have been wished for in between. */
function isSameWish(entry: OutboxEntry, draft: Draft): boolean {
  if (entry.kind === 'acknowledge' && draft.kind === 'acknowledge') {
    return isSameVersion(entry.input, draft.input) && entry.input.hash === draft.input.hash
  }
  if (entry.kind === 'mark-read' && draft.kind === 'mark-read') return isSameVersion(entry.input, draft.input)
  return false
}

/** Whether a new wish makes one that is not being sent pointless, be it waiting or refused. */
function isReplacedBy(entry: OutboxEntry, draft: Draft): boolean {
  if (isOverride(entry) && isOverride(draft)) return subjectOf(entry) === subjectOf(draft)
  if (entry.kind !== draft.kind || isOverride(entry)) return false
  const { input } = entry
  return 'version' in input && 'version' in draft.input && isSameVersion(input, draft.input)
}

interface VersionAt {
  chapter: string
  version: string
}

function isSameVersion(one: VersionAt, other: VersionAt): boolean {
  return one.chapter === other.chapter && one.version === other.version
}
