import { vi } from 'vitest'
import type { Draft, OutboxEntry, Problem } from './entry'
import { SealedJournal } from './journal'
import { Queue } from './queue'
import type { Sender } from './sender'
import type { Store } from './store'
import { Sync } from './sync'
import type { TestDevice } from './testing'

export const ANN = 'acct_ann'

/** A server that remembers request keys, as the real one does, and whose answers a test decides. */
export class TestServer {
  /** What it was sent, in order. */
  readonly heard: OutboxEntry[] = []
  /** What it has done, by request key. */
  readonly done = new Map<string, OutboxEntry>()
  answer: (entry: OutboxEntry) => Problem | null | Promise<Problem | null> = () => null

  readonly send: Sender = async entry => {
    this.heard.push(entry)
    const answer = await this.answer(entry)
    if (answer === null) this.done.set(entry.requestKey, entry)
    return answer
  }
}

/** A window of a browser in which Ann works. */
export function openWindow(device: TestDevice, store: Store, send: Sender) {
  const { around } = device.window()
  const { clock, locks, random } = around
  const onConfirmed = vi.fn<(entries: OutboxEntry[]) => Promise<void>>().mockResolvedValue()
  const onContact = vi.fn()
  const changed = (account: string) => sync.changed(account)
  const queue = new Queue({ journal: new SealedJournal(store), clock, locks, changed })
  const signal = around.syncSignal
  const sync = new Sync({
    queue,
    send,
    clock,
    locks,
    random,
    signal,
    reachable: () => true,
    onConfirmed,
    onContact,
  })
  const enqueue = async (draft: Draft) => {
    const entry = await queue.enqueue(ANN, draft)
    sync.poke()
    return entry
  }
  return { sync, queue, enqueue, onConfirmed, onContact }
}

/** Waits until a check passes. */
export function until(check: () => void): Promise<void> {
  return vi.waitFor(check, { interval: 1, timeout: 5000 })
}

/** A promise that a test settles. */
export function pending<T>() {
  let settle: (value: T) => void = () => undefined
  const promise = new Promise<T>(resolve => {
    settle = resolve
  })
  return { promise, settle }
}
