import type { Clock } from './environment'
import { MemoryJournal, SealedJournal } from './journal'
import { Offline, type OfflineParts } from './offline'
import { Store } from './store'
import { browserSurroundings, type Surroundings } from './surroundings'
import { Vault } from './vault'

/** How long a database may take to open and be swept before the pages go on without it, in milliseconds. */
const PATIENCE_MS = 5000

/** Builds it all on this browser. Never fails: where nothing can be kept, all works as long as the page is open. */
export async function createOffline(parts: OfflineParts): Promise<Offline> {
  const around = browserSurroundings()
  const store = await inTime(around.clock, openBrowserStore())
  return assemble(parts, around, store)
}

/** Builds it all on a store, or in memory where there is none or it cannot be read. */
export async function assemble(
  parts: OfflineParts,
  around: Surroundings,
  store: Store | null,
): Promise<Offline> {
  const vault = store && (await inTime(around.clock, sweptVault(store, around.clock)))
  if (!store || !vault) return new Offline(parts, around, { vault: null, journal: new MemoryJournal() })
  return new Offline(parts, around, { vault, journal: new SealedJournal(store) })
}

async function sweptVault(store: Store, clock: Clock): Promise<Vault> {
  const vault = new Vault(store, clock)
  await vault.sweep()
  return vault
}

/** Pages of plain http have no WebCrypto, some private windows no database. */
async function openBrowserStore(): Promise<Store | null> {
  if (!globalThis.crypto?.subtle || !globalThis.indexedDB) return null
  return Store.open()
}

/** What a step of storage gives; null where it fails, or hangs as databases of phones do at times. */
function inTime<T>(clock: Clock, step: Promise<T>): Promise<T | null> {
  return new Promise(resolve => {
    const forget = clock.after(PATIENCE_MS, () => resolve(null))
    step
      .catch((error: unknown) => {
        console.error('offline storage cannot be used', error)
        return null
      })
      .then(value => {
        forget()
        resolve(value)
      })
  })
}
