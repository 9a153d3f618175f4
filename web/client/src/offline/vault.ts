import { newKey, open, seal } from './cipher'
import { type Clock, randomKey } from './environment'
import type { AccountRow, Store } from './store'

/** How long cached data may be read after the server was last reached, in milliseconds. */
export const LIFE_MS = 72 * 60 * 60 * 1000

/** How far the clock may have been set back before cached data counts as expired, in milliseconds. */
const CLOCK_SLACK_MS = 10 * 60 * 1000

/** Who used this browser last, and when the server was last reached for them. */
export interface Remembered {
  account: string
  lastContactAt: number
}

/**
 * What a helmsman has read, kept encrypted on the phone for the time without network.
 *
 * Each account has two AES-GCM keys that no script can read out: one for the cached records, one for the outbox. To
 * destroy a key is to destroy what it opens, at once and however much there is. They are two because they end at
 * different times: cached data goes when the session has ended or the server was not reached for `LIFE_MS`, while what
 * the person still has to send waits for them to sign in again.
 *
 * This protects against: the data of a helmsman whose term has ended staying readable, data of one account being shown
 * to another, records that were changed or moved on the device, and a script that copies the database and reads it
 * later or elsewhere.
 *
 * It does not protect against: whoever unlocks the phone and opens the app while the data is alive; a script running in
 * this page, which can use the keys as the page does; whoever takes the browser's profile from the disk with special
 * tools, since the browser stores the key there too, and since flash memory may keep deleted bytes; a changed time of
 * last contact or clock, beyond setting the clock back before the last contact. A device that never comes online again
 * keeps its data, unreadable to the app, until the app is opened the next time.
 */
export class Vault {
  readonly #store: Store
  readonly #clock: Clock
  readonly #life: number

  constructor(store: Store, clock: Clock, life: number = LIFE_MS) {
    this.#store = store
    this.#clock = clock
    this.#life = life
  }

  /** Removes what has expired, of every account; to be called before anything is read. */
  async sweep(): Promise<void> {
    const isOver = (row: AccountRow) => !this.#isAlive(row)
    for (const { account } of await this.#store.accounts()) await this.#store.expire(account, isOver)
  }

  /** Whose data can be read here now: the account for which the server was reached last. */
  async remembered(): Promise<Remembered | null> {
    const alive = (await this.#store.accounts()).filter(row => this.#isAlive(row))
    const last = alive.sort((one, other) => other.lastContactAt - one.lastContactAt)[0]
    return last ? { account: last.account, lastContactAt: last.lastContactAt } : null
  }

  /** When the server was last reached for an account; null if nothing of it may be read any more. */
  async aliveSince(account: string): Promise<number | null> {
    const row = await this.#store.account(account)
    return row && this.#isAlive(row) ? row.lastContactAt : null
  }

  /**
   * Notes that the server has just accepted this account: its data lives on from now, with new keys where there were
   * none. The cached data of every other account is destroyed, since the phone has changed hands; their outboxes stay.
   */
  async admit(account: string): Promise<void> {
    for (const row of await this.#store.accounts()) {
      if (row.account !== account && row.cache) await this.#store.dropRecords(row.account)
    }
    // Keys are made before the transaction, which would end while they are waited for.
    const [cacheKey, outbox] = await Promise.all([newKey(), newKey()])
    const cache = { id: randomKey(), key: cacheKey }
    const lastContactAt = this.#clock.now()
    await this.#store.expire(account, row => !this.#isAlive(row))
    await this.#store.changeAccount(account, row => ({
      account,
      cache: row?.cache ?? cache,
      outbox: row?.outbox ?? outbox,
      lastContactAt,
    }))
  }

  /** Notes that the server was reached for an account that still is admitted. */
  async reached(account: string): Promise<void> {
    const lastContactAt = this.#clock.now()
    await this.#store.changeAccount(account, row => (row?.cache ? { ...row, lastContactAt } : null))
  }

  /** A record; undefined if there is none, or it has expired or was tampered with. */
  async read(account: string, name: string): Promise<unknown> {
    const [row, sealed] = await Promise.all([this.#store.account(account), this.#store.record(account, name)])
    if (!row?.cache || !sealed || !this.#isAlive(row)) return undefined
    const value = await open(row.cache.key, place(account, name), sealed)
    if (value === undefined) await this.#store.dropRecord(account, name)
    return value
  }

  /** Writes a record; false where the account's data was destroyed meanwhile, perhaps by another window. */
  async write(account: string, name: string, value: unknown): Promise<boolean> {
    const row = await this.#store.account(account)
    if (!row?.cache) return false
    const sealed = await seal(row.cache.key, place(account, name), value)
    return this.#store.putRecord({ account, name, ...sealed }, row.cache.id)
  }

  /** Destroys the cached data of all accounts; what they still have to send stays. */
  async forget(): Promise<void> {
    for (const { account } of await this.#store.accounts()) await this.#store.dropRecords(account)
  }

  /** Destroys everything of an account, or of all, with what was still to be sent. */
  async wipe(account?: string): Promise<void> {
    const all = account === undefined ? (await this.#store.accounts()).map(row => row.account) : [account]
    for (const each of all) await this.#store.dropAccount(each)
  }

  #isAlive(row: AccountRow): boolean {
    const age = this.#clock.now() - row.lastContactAt
    return row.cache !== null && age >= -CLOCK_SLACK_MS && age < this.#life
  }
}

function place(account: string, name: string): string[] {
  return ['record', account, name]
}
