import { browserLocks, browserSignal, type Clock, type Locks, type Signal, systemClock } from './environment'
import type { SyncWord } from './sync'

/** What the browser gives; tests give their own. */
export interface Surroundings {
  clock: Clock
  locks: Locks
  /** Between 0 and 1. */
  random: () => number
  syncSignal: Signal<SyncWord>
  /** Says which account was destroyed. */
  lifeSignal: Signal<{ gone: string }>
  /** Whether the browser believes that there is network. */
  online: () => boolean
  onNetwork: (hear: (online: boolean) => void) => void
  onVisible: (hear: (visible: boolean) => void) => void
  /** Asks the browser not to throw away what is stored when space runs short. */
  keepStorage: () => void
}

/** What this browser gives. */
export function browserSurroundings(): Surroundings {
  let asked = false
  return {
    clock: systemClock,
    locks: browserLocks(),
    random: Math.random,
    syncSignal: browserSignal('flotilla-client-outbox'),
    lifeSignal: browserSignal('flotilla-client-life'),
    online: () => navigator.onLine,
    onNetwork: hear => {
      window.addEventListener('online', () => hear(true))
      window.addEventListener('offline', () => hear(false))
    },
    onVisible: hear => {
      document.addEventListener('visibilitychange', () => hear(document.visibilityState === 'visible'))
      // Phones may end a page that goes out of sight without another word.
      window.addEventListener('pagehide', () => hear(false))
    },
    keepStorage: () => {
      if (asked) return
      asked = true
      navigator.storage?.persist?.().catch(() => undefined)
    },
  }
}
