import type { Page } from 'playwright-core'
import { until } from './until'

/** How much of each kind the client keeps on a phone. */
export interface Kept {
  accounts: number
  /** Accounts whose cached data can be opened still. */
  readable: number
  records: number
  outbox: number
  /** The records as they are sealed now: others after each writing. */
  seals: string
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
      new Promise<{ cache?: unknown; iv?: Uint8Array }[]>((resolve, reject) => {
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
      seals: (records ?? []).map(row => String(row.iv)).join(' '),
    }
  })
}

/**
 * Waits until all that was read so far is kept: the app gathers what it writes, and writes at once when its page is hidden,
 * as when somebody locks the phone.
 */
export async function allKept(phone: Page): Promise<void> {
  await phone.evaluate(() => {
    for (const value of ['hidden', 'visible']) {
      Object.defineProperty(document, 'visibilityState', { value, configurable: true })
      document.dispatchEvent(new Event('visibilitychange'))
    }
    Reflect.deleteProperty(document, 'visibilityState')
  })
  let before = ''
  await until('what was read is kept', 10_000, async () => {
    const { seals } = await kept(phone)
    const isSettled = seals !== '' && seals === before
    before = seals
    return isSettled
  })
}

/** Nothing at all. */
export const NOTHING: Kept = { accounts: 0, readable: 0, records: 0, outbox: 0, seals: '' }
