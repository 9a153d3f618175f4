import { MemoryJournal, SealedJournal } from './journal'
import { Offline, type OfflineParts } from './offline'
import { Store } from './store'
import { browserSurroundings, type Surroundings } from './surroundings'
import { Vault } from './vault'

/** Builds it all on this browser. Never fails: where nothing can be kept, all works as long as the page is open. */
export async function createOffline(parts: OfflineParts): Promise<Offline> {
  const store = await openBrowserStore()
  return assemble(parts, browserSurroundings(), store)
}

/** Builds it all on a store, or in memory where there is none. */
export async function assemble(
  parts: OfflineParts,
  around: Surroundings,
  store: Store | null,
): Promise<Offline> {
  if (!store) return new Offline(parts, around, { vault: null, journal: new MemoryJournal() })
  const vault = new Vault(store, around.clock)
  await vault.sweep()
  return new Offline(parts, around, { vault, journal: new SealedJournal(store) })
}

/** Pages of plain http have no WebCrypto, some private windows no database. */
async function openBrowserStore(): Promise<Store | null> {
  if (!globalThis.crypto?.subtle || !globalThis.indexedDB) return null
  return Store.open().catch(() => null)
}
