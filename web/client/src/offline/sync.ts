import { backoff } from './backoff'
import { isOverride, type OutboxEntry, type Problem, subjectOf } from './entry'
import type { Clock, Locks, Signal } from './environment'
import { Observable } from './observable'
import { EMPTY, type Outbox } from './outbox'
import type { Queue } from './queue'
import { problemOf, type Sender } from './sender'

/** What windows tell each other about the outbox. */
export type SyncWord =
  | { about: 'changed'; account: string }
  | { about: 'confirmed'; account: string; entries: OutboxEntry[] }

/** What sending needs of its surroundings. */
export interface SyncParts {
  queue: Queue
  send: Sender
  clock: Clock
  locks: Locks
  signal: Signal<SyncWord>
  /** Whether there may be a network: without one nothing leaves, so nothing counts as sent. */
  reachable: () => boolean
  /** Between 0 and 1. */
  random: () => number
  /** Reads again what the entries changed; settles when the pages show it. */
  onConfirmed: (entries: OutboxEntry[]) => Promise<void>
  /** Told whether the server answered. */
  onContact: (reached: boolean) => void
}

/** How long an entry may be on its way before its answer counts as lost, in milliseconds. */
const PATIENCE_MS = 60_000

/**
 * How long after the first attempt a value may be sent again, in milliseconds. The server knows a request key for a day;
 * after that the same value would be set a second time, over what may have been set since. Receipts may always be
 * repeated.
 */
const REPEATABLE_MS = 23 * 60 * 60 * 1000

/** The right of this page to send for one account; ends with the session. */
interface Permit {
  account: string
  ended: AbortController
}

/** Sends what waits in the outbox, one entry at a time and from one window at a time. */
export class Sync extends Observable<Outbox> {
  readonly #parts: SyncParts
  #permit: Permit | null = null
  #running = false
  #again = false
  #failures = 0
  #notBefore = 0
  #timer: (() => void) | null = null
  #confirmed: OutboxEntry[] = []
  #reading = 0

  constructor(parts: SyncParts) {
    super({ ...EMPTY, durable: parts.queue.durable })
    this.#parts = parts
    parts.signal.listen(word => {
      if (word.account !== this.value.account) return
      if (word.about === 'confirmed') void this.#settle(word.entries)
      void this.#read()
    })
  }

  /** Shows the outbox of an account, without sending; null for nobody's. */
  async show(account: string | null): Promise<void> {
    if (account !== this.value.account) {
      this.stop(null)
      this.#confirmed = []
      this.set({ ...EMPTY, account, durable: this.value.durable })
    }
    await this.#read()
  }

  /** Begins to send for an account, which the server has just accepted. */
  async start(account: string): Promise<void> {
    await this.show(account)
    this.#permit ??= { account, ended: new AbortController() }
    this.#failures = 0
    this.#notBefore = 0
    this.set({ ...this.value, paused: null })
    this.poke()
  }

  /** Ends sending until `start`; what is on its way goes back in line. */
  stop(why: Problem | null): void {
    this.#permit?.ended.abort()
    this.#permit = null
    this.#rest(null)
    this.set({ ...this.value, sending: false, paused: why })
  }

  /** The network is back: tries at once, and patiently anew if that fails. */
  wake(): void {
    this.#failures = 0
    this.poke()
  }

  /** Sends what waits now, unless the server has asked for a pause. */
  poke(): void {
    const { clock, reachable } = this.#parts
    if (!this.#permit || !reachable() || clock.now() < this.#notBefore) return
    this.#rest(null)
    this.#again = true
    if (!this.#running) void this.#run()
  }

  /** An entry changed in this window. */
  changed(account: string): void {
    this.#parts.signal.tell({ about: 'changed', account })
    if (account === this.value.account) void this.#read()
  }

  async #run(): Promise<void> {
    this.#running = true
    while (this.#again && this.#permit) {
      this.#again = false
      const permit = this.#permit
      try {
        await this.#parts.locks.exclusively('flotilla-send', () => this.#pass(permit))
      } catch (error) {
        // The database failed, or was closed for a newer build: what waits is still there, and is tried again later.
        this.#conclude(permit, problemOf(error), false)
      }
    }
    this.#running = false
  }

  /** Sends what waits until nothing does, or until it makes no sense to go on. */
  async #pass(permit: Permit): Promise<void> {
    const { queue } = this.#parts
    const done: OutboxEntry[] = []
    // What failed holds back what comes after it about the same policy, but nothing else.
    const held = new Set<string>()
    let problem: Problem | null = null
    await queue.recover(permit.account)
    while (!permit.ended.signal.aborted) {
      const entries = await queue.entries(permit.account)
      const next = entries.find(entry => entry.state === 'waiting' && !held.has(subjectOf(entry)))
      if (!next) break
      const outcome = await this.#attempt(permit, next)
      if (outcome === 'done') done.push(next)
      else if (outcome) {
        problem = outcome
        held.add(subjectOf(next))
        if (outcome.reason !== 'server') break
      }
    }
    if (done.length > 0) {
      this.#parts.signal.tell({ about: 'confirmed', account: permit.account, entries: done })
      void this.#settle(done)
    }
    this.#conclude(permit, problem, done.length > 0)
  }

  /** Sends one entry. Answers the problem that keeps it waiting; null if it is not waiting any more. */
  async #attempt(permit: Permit, waiting: OutboxEntry): Promise<'done' | Problem | null> {
    const { queue, clock, onContact } = this.#parts
    const { account, id, firstSentAt } = waiting
    const age = firstSentAt === null ? 0 : clock.now() - firstSentAt
    // A clock that was set back says nothing of how long ago it was.
    if (isOverride(waiting) && (age < 0 || age > REPEATABLE_MS)) {
      await queue.refuse(account, id, TOO_LATE)
      return null
    }
    const entry = await queue.claim(account, id)
    if (!entry) return null
    this.set({ ...this.value, sending: true })
    const problem = await this.#send(entry, permit.ended.signal)
    if (!permit.ended.signal.aborted) this.set({ ...this.value, sending: false })
    if (problem === null) {
      onContact(true)
      this.#confirmed = [...this.#confirmed, { ...entry, state: 'confirmed' }]
      await queue.confirm(account, id)
      return 'done'
    }
    if (problem.reason === 'refused') {
      onContact(true)
      await queue.refuse(account, id, problem)
      return null
    }
    if (problem.reason === 'offline') onContact(false)
    await queue.release(account, id, problem)
    return problem
  }

  /**
   * Sends an entry and waits for its answer, but no longer than the permit lasts: a session that has ended may wait for
   * a sign-in, and that might be somebody else's.
   */
  #send(entry: OutboxEntry, ended: AbortSignal): Promise<Problem | null> {
    const { send, clock } = this.#parts
    const request = new AbortController()
    return new Promise(resolve => {
      const give = (problem: Problem | null) => {
        forget()
        ended.removeEventListener('abort', stop)
        request.abort()
        resolve(problem)
      }
      const stop = () => give(STOPPED)
      const forget = clock.after(PATIENCE_MS, () => give(NO_ANSWER))
      ended.addEventListener('abort', stop)
      if (ended.aborted) stop()
      else send(entry, request.signal).then(give, error => give(problemOf(error)))
    })
  }

  /** Decides when to go on after a pass. */
  #conclude(permit: Permit, problem: Problem | null, progress: boolean): void {
    if (permit.ended.signal.aborted) return
    if (problem?.reason === 'signed-out') {
      this.stop(problem)
      return
    }
    this.#failures = problem ? (progress ? 1 : this.#failures + 1) : 0
    this.set({ ...this.value, paused: problem })
    if (!problem) return
    const wait = Math.max(backoff(this.#failures, this.#parts.random()), problem.retryAfterMs ?? 0)
    if (problem.reason === 'rate-limited') {
      this.#notBefore = this.#parts.clock.now() + wait
      this.#again = false
    }
    this.#rest(wait)
  }

  /** Tries again after `ms`; null takes that back. */
  #rest(ms: number | null): void {
    this.#timer?.()
    this.#timer = null
    if (ms !== null) {
      this.#timer = this.#parts.clock.after(ms, () => {
        this.#timer = null
        // The pause is over by the timer, whatever the clock says: it may have been set back.
        this.#notBefore = 0
        this.poke()
      })
    }
    const retryAt = ms === null ? null : this.#parts.clock.now() + ms
    if (retryAt !== this.value.retryAt) this.set({ ...this.value, retryAt })
  }

  /** Shows entries as confirmed until the pages have read their effect. */
  async #settle(entries: OutboxEntry[]): Promise<void> {
    if (entries.some(({ account }) => account !== this.value.account)) return
    const ids = new Set(entries.map(entry => entry.id))
    const others = this.#confirmed.filter(entry => !ids.has(entry.id))
    this.#confirmed = [...others, ...entries.map(entry => ({ ...entry, state: 'confirmed' as const }))]
    // What cannot be read now is read when the page next asks: the entry is done all the same.
    await this.#parts.onConfirmed(entries).catch(() => undefined)
    this.#confirmed = this.#confirmed.filter(entry => !ids.has(entry.id))
    await this.#read()
  }

  /** Reads the outbox again; of several readings that overlap, the last begun counts. */
  async #read(): Promise<void> {
    const { account } = this.value
    this.#reading += 1
    const mine = this.#reading
    // What cannot be read now stays as it was shown last.
    const entries = account === null ? [] : await this.#parts.queue.entries(account).catch(() => null)
    if (!entries || mine !== this.#reading || account !== this.value.account) return
    const confirmed = this.#confirmed
    const open = entries.filter(entry => !confirmed.some(({ id }) => id === entry.id))
    const waiting = open.filter(entry => entry.state !== 'refused')
    this.set({ ...this.value, waiting, confirmed, refused: open.filter(entry => entry.state === 'refused') })
    // Another window may have left it, and be gone.
    if (this.#permit && waiting.length > 0 && !this.#running && !this.#timer) {
      this.#rest(backoff(Math.max(1, this.#failures), this.#parts.random()))
    }
  }
}

/** Why an entry did not leave, or got no answer. */
export function unsent(reason: Problem['reason'], code: string, message: string): Problem {
  return { reason, code, message, requestId: null, retryAfterMs: null }
}

const NO_ANSWER = unsent('offline', 'OFFLINE', 'no answer came in time')
const STOPPED = unsent('signed-out', 'UNAUTHENTICATED', 'the session ended while it was being sent')
const TOO_LATE = unsent('too-late', 'TOO_LATE', 'sent without an answer more than a day ago')
