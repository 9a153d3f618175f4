import { IDBFactory } from 'fake-indexeddb'
import type { Draft, Problem, Reason } from './entry'
import { type Clock, localLocks, type Signal } from './environment'
import { Store } from './store'
import type { Surroundings } from './surroundings'

/** A clock that stands still until a test moves it. */
export class TestClock implements Clock {
  #now = Date.parse('2026-11-22T00:00:00Z')
  #timers: { at: number; work: () => void }[] = []

  now(): number {
    return this.#now
  }

  after(ms: number, work: () => void): () => void {
    const timer = { at: this.#now + ms, work }
    this.#timers.push(timer)
    return () => {
      this.#timers = this.#timers.filter(other => other !== timer)
    }
  }

  /** How long until the next timer, in milliseconds. */
  get untilNext(): number | null {
    const next = this.#timers.map(({ at }) => at).sort((one, other) => one - other)[0]
    return next === undefined ? null : next - this.#now
  }

  /** Moves on, and does what was due until then. */
  advance(ms: number): void {
    this.#now += ms
    const due = this.#timers.filter(({ at }) => at <= this.#now)
    this.#timers = this.#timers.filter(({ at }) => at > this.#now)
    for (const { work } of due) work()
  }
}

/** A signal between the windows of one test. */
export class TestSignal<Word> {
  readonly #windows = new Set<(word: Word) => void>()

  /** One window's end of it. */
  window(): Signal<Word> {
    let mine: ((word: Word) => void) | null = null
    return {
      tell: word => {
        for (const hear of [...this.#windows]) if (hear !== mine) hear(structuredClone(word))
      },
      listen: hear => {
        mine = hear
        this.#windows.add(hear)
        return () => this.#windows.delete(hear)
      },
    }
  }
}

/** A device of one test: its windows share clock, locks, signals and database. */
export class TestDevice {
  readonly clock = new TestClock()
  readonly #locks = localLocks()
  readonly #sync = new TestSignal<never>()
  readonly #life = new TestSignal<never>()

  constructor() {
    globalThis.indexedDB = new IDBFactory()
  }

  store(): Promise<Store> {
    return Store.open()
  }

  /** What a window of this browser gives, and how a test plays browser. */
  window() {
    const network: ((online: boolean) => void)[] = []
    const visible: ((visible: boolean) => void)[] = []
    const around: Surroundings = {
      clock: this.clock,
      locks: this.#locks,
      random: () => 0,
      syncSignal: this.#sync.window() as never,
      lifeSignal: this.#life.window() as never,
      online: () => true,
      onNetwork: hear => network.push(hear),
      onVisible: hear => visible.push(hear),
      keepStorage: () => undefined,
    }
    return {
      around,
      network: (online: boolean) => {
        for (const hear of network) hear(online)
      },
      visible: (shown: boolean) => {
        for (const hear of visible) hear(shown)
      },
    }
  }
}

export function problem(reason: Reason, code = 'CODE', retryAfterMs: number | null = null): Problem {
  return { reason, code, message: `${code} happened`, requestId: 'req-1', retryAfterMs }
}

const label = { policy: '年费', chapter: '朝阳分舵' }

export function acknowledge(version = 'pver_7', hash = 'aa'): Draft {
  return {
    kind: 'acknowledge',
    policy: 'membership.fee',
    input: { chapter: 'chap_12', version, hash },
    label,
  }
}

export function markRead(version = 'pver_7'): Draft {
  return { kind: 'mark-read', policy: 'membership.fee', input: { chapter: 'chap_12', version }, label }
}

export function setValue(value: unknown, key = 'membership.fee'): Draft {
  return { kind: 'override-set', policy: key, input: { chapter: 'chap_12', key, value }, label }
}

export function clearValue(key = 'membership.fee'): Draft {
  return { kind: 'override-clear', policy: key, input: { chapter: 'chap_12', key }, label }
}
