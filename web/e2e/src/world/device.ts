import type { Page } from 'playwright-core'

/** How much of each kind the client keeps on a phone. */
export interface Kept {
  accounts: number
  /** Accounts whose cached data can be opened still. */
  readable: number
  records: number
  outbox: number
}

/** Looks into the phone's own storage, as somebody would who found the phone. */
export function kept(phone: Page): Promise<Kept> {
  return phone.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const asked = indexedDB.open('flotilla-client')
      asked.onsuccess = () => resolve(asked.result)
      asked.onerror = () => reject(asked.error)
    })
    const all = (store: string) =>
      new Promise<{ cache?: unknown }[]>((resolve, reject) => {
        const asked = database.transaction(store).objectStore(store).getAll()
        asked.onsuccess = () => resolve(asked.result)
        asked.onerror = () => reject(asked.error)
      })
    const [accounts, records, outbox] = await Promise.all([all('accounts'), all('records'), all('outbox')])
    database.close()
    return {
      accounts: accounts?.length ?? 0,
      readable: accounts?.filter(row => row.cache).length ?? 0,
      records: records?.length ?? 0,
      outbox: outbox?.length ?? 0,
    }
  })
}

/** Nothing at all. */
export const NOTHING: Kept = { accounts: 0, readable: 0, records: 0, outbox: 0 }
