/** Time, as the rest of this folder uses it: tests put a clock of their own in its place. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** Calls `work` once after `ms`; answers what takes that back. */
  after(ms: number, work: () => void): () => void
}

/** Mutual exclusion between all windows of this browser. */
export interface Locks {
  /** Runs `work` while nobody else holds `name`; waits for it as long as it takes. */
  exclusively<T>(name: string, work: () => Promise<T>): Promise<T>
}

/** A word to the other windows of this browser; a window does not hear itself. */
export interface Signal<Word> {
  tell(word: Word): void
  listen(hear: (word: Word) => void): () => void
}

/** The system's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, work) => {
    const timer = setTimeout(work, ms)
    return () => clearTimeout(timer)
  },
}

/**
 * The browser's locks. A browser without them excludes within one window only: then two windows may send the same
 * entry at once, which its request key makes harmless.
 */
export function browserLocks(manager: LockManager | undefined = globalThis.navigator?.locks): Locks {
  if (!manager) return localLocks()
  return { exclusively: (name, work) => manager.request(name, work) as ReturnType<typeof work> }
}

/** Locks within this window. */
export function localLocks(): Locks {
  const last = new Map<string, Promise<unknown>>()
  return {
    exclusively: (name, work) => {
      const mine = (last.get(name) ?? Promise.resolve()).then(work, work)
      last.set(
        name,
        mine.catch(() => undefined),
      )
      return mine
    },
  }
}

/** A signal over `BroadcastChannel`; silent in a browser that has none. */
export function browserSignal<Word>(name: string): Signal<Word> {
  if (typeof BroadcastChannel === 'undefined') return { tell: () => undefined, listen: () => () => undefined }
  const channel = new BroadcastChannel(name)
  return {
    tell: word => channel.postMessage(word),
    listen: hear => {
      const listener = (event: MessageEvent) => hear(event.data as Word)
      channel.addEventListener('message', listener)
      return () => channel.removeEventListener('message', listener)
    },
  }
}

/**
 * A request key of 128 random bits. `crypto.randomUUID` is missing on pages of plain http, where a phone may open a
 * test installation.
 */
export function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
}
