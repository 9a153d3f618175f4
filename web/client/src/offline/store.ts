import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { Sealed } from './cipher'

/** What is kept of one person who used this browser. */
export interface AccountRow {
  account: string
  /** What opens the cached records; null once they have been destroyed. The id tells keys apart, which hide theirs. */
  cache: { id: string; key: CryptoKey } | null
  /** What opens the outbox. */
  outbox: CryptoKey
  /** When the server was last reached for this account, in milliseconds since 1970. */
  lastContactAt: number
}

/** A cached record. */
export interface RecordRow extends Sealed {
  account: string
  name: string
}

/** An entry of the outbox. */
export interface OutboxRow extends Sealed {
  /** Its place in the order of all entries; given by the store to a row that has none. */
  order?: number
  id: string
  account: string
}

/** Rows that are written and removed together. */
export interface OutboxChange {
  put?: OutboxRow[]
  remove?: number[]
}

interface Schema extends DBSchema {
  accounts: { key: string; value: AccountRow }
  records: { key: [string, string]; value: RecordRow }
  outbox: { key: number; value: OutboxRow; indexes: { account: string } }
}

/**
 * Rows on this device. Every method is one transaction. What belongs to an account without a row of its own cannot be
 * written, so that a window that has not yet heard of a wipe brings nothing back.
 */
export class Store {
  readonly #name: string
  #database: Promise<IDBPDatabase<Schema>> | null = null

  private constructor(name: string) {
    this.#name = name
  }

  /** Opens the database of this browser; fails where it has none, as in some private windows. */
  static async open(name = 'flotilla-client'): Promise<Store> {
    const store = new Store(name)
    await store.#connected()
    return store
  }

  close(): void {
    void this.#database?.then(database => database.close())
  }

  /** The connection. A browser may end it on its own, as phones do under open pages: then it is made anew. */
  #connected(): Promise<IDBPDatabase<Schema>> {
    const lost = () => {
      this.#database = null
    }
    this.#database ??= connect(this.#name, lost).catch((error: unknown) => {
      lost()
      throw error
    })
    return this.#database
  }

  async accounts(): Promise<AccountRow[]> {
    return (await this.#connected()).getAll('accounts')
  }

  async account(account: string): Promise<AccountRow | undefined> {
    return (await this.#connected()).get('accounts', account)
  }

  /** Writes what `change` makes of the row; nothing where it answers null. */
  async changeAccount(
    account: string,
    change: (row: AccountRow | undefined) => AccountRow | null,
  ): Promise<void> {
    const work = (await this.#connected()).transaction('accounts', 'readwrite')
    const changed = change(await work.store.get(account))
    if (changed) await work.store.put(changed)
    await work.done
  }

  async record(account: string, name: string): Promise<RecordRow | undefined> {
    return (await this.#connected()).get('records', [account, name])
  }

  /** Writes a record that was sealed with the key `keyId`; false where that is no longer the account's. */
  async putRecord(row: RecordRow, keyId: string): Promise<boolean> {
    const work = (await this.#connected()).transaction(['accounts', 'records'], 'readwrite')
    const owner = await work.objectStore('accounts').get(row.account)
    const current = owner?.cache?.id === keyId
    if (current) await work.objectStore('records').put(row)
    await work.done
    return current
  }

  async dropRecord(account: string, name: string): Promise<void> {
    await (await this.#connected()).delete('records', [account, name])
  }

  /** The entries of an account, oldest first. */
  async outbox(account: string): Promise<OutboxRow[]> {
    return (await this.#connected()).getAllFromIndex('outbox', 'account', account)
  }

  /** Changes entries; false where the account is gone. */
  async changeOutbox(account: string, { put = [], remove = [] }: OutboxChange): Promise<boolean> {
    const work = (await this.#connected()).transaction(['accounts', 'outbox'], 'readwrite')
    const known = (await work.objectStore('accounts').getKey(account)) !== undefined
    if (known) {
      const outbox = work.objectStore('outbox')
      await Promise.all([...remove.map(order => outbox.delete(order)), ...put.map(row => outbox.put(row))])
    }
    await work.done
    return known
  }

  /** Destroys the cached data of an account that `isOver`; and the account itself where nothing is left to be sent. */
  async expire(account: string, isOver: (row: AccountRow) => boolean): Promise<void> {
    const work = (await this.#connected()).transaction(['accounts', 'records', 'outbox'], 'readwrite')
    const accounts = work.objectStore('accounts')
    const row = await accounts.get(account)
    if (row && isOver(row)) {
      const waiting = await work.objectStore('outbox').index('account').count(account)
      await (waiting > 0 ? accounts.put({ ...row, cache: null }) : accounts.delete(account))
      await work.objectStore('records').delete(recordsOf(account))
    }
    await work.done
  }

  /** Destroys the cached records of an account and what opens them. */
  async dropRecords(account: string): Promise<void> {
    const work = (await this.#connected()).transaction(['accounts', 'records'], 'readwrite')
    const row = await work.objectStore('accounts').get(account)
    if (row) await work.objectStore('accounts').put({ ...row, cache: null })
    await work.objectStore('records').delete(recordsOf(account))
    await work.done
  }

  /** Destroys everything of an account. */
  async dropAccount(account: string): Promise<void> {
    const work = (await this.#connected()).transaction(['accounts', 'records', 'outbox'], 'readwrite')
    await work.objectStore('accounts').delete(account)
    await work.objectStore('records').delete(recordsOf(account))
    const outbox = work.objectStore('outbox')
    const orders = await outbox.index('account').getAllKeys(account)
    await Promise.all(orders.map(order => outbox.delete(order)))
    await work.done
  }
}

function connect(name: string, lost: () => void): Promise<IDBPDatabase<Schema>> {
  return openDB<Schema>(name, 1, {
    upgrade(fresh) {
      fresh.createObjectStore('accounts', { keyPath: 'account' })
      fresh.createObjectStore('records', { keyPath: ['account', 'name'] })
      fresh
        .createObjectStore('outbox', { keyPath: 'order', autoIncrement: true })
        .createIndex('account', 'account')
    },
    // A later build that changes the form must not wait for this window.
    blocking: (_from, _to, event) => (event.target as IDBDatabase).close(),
    terminated: lost,
  })
}

/** All names of an account: an array sorts after every text. */
function recordsOf(account: string): IDBKeyRange {
  return IDBKeyRange.bound([account], [account, []])
}
