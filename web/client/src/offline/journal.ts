import { open, seal } from './cipher'
import type { OutboxEntry } from './entry'
import type { OutboxRow, Store } from './store'

/** An entry with its place in the order of all. */
export interface Written {
  order: number
  entry: OutboxEntry
}

/** What is written and removed together; an entry without a place is appended. */
export interface JournalChange {
  put?: { order?: number; entry: OutboxEntry }[]
  remove?: number[]
}

/** Where the outbox keeps its entries. */
export interface Journal {
  /** Whether entries outlive the page. */
  readonly durable: boolean
  /** The entries of an account, oldest first. */
  entries(account: string): Promise<Written[]>
  /** False where the account's entries were destroyed meanwhile: nothing is written then. */
  change(account: string, change: JournalChange): Promise<boolean>
  /** Destroys the entries of an account. */
  drop(account: string): Promise<void>
}

/** The journal in this browser's database, encrypted with the account's key. */
export class SealedJournal implements Journal {
  readonly durable = true
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  async entries(account: string): Promise<Written[]> {
    const owner = await this.#store.account(account)
    if (!owner) return []
    const rows = await this.#store.outbox(account)
    const read = rows.map(async row => {
      const entry = await open(owner.outbox, place(account, row.id), row)
      return { order: row.order ?? 0, entry: entry as OutboxEntry | undefined }
    })
    // A row that does not open was changed by somebody else than this app: there is nothing in it to be sent or shown.
    return (await Promise.all(read)).filter((each): each is Written => each.entry !== undefined)
  }

  async change(account: string, { put = [], remove }: JournalChange): Promise<boolean> {
    const owner = await this.#store.account(account)
    if (!owner) return false
    const rows = put.map(async ({ order, entry }): Promise<OutboxRow> => {
      const sealed = await seal(owner.outbox, place(account, entry.id), entry)
      const row = { id: entry.id, account, ...sealed }
      // The store gives a place only to a row without the property.
      return order === undefined ? row : { ...row, order }
    })
    return this.#store.changeOutbox(account, { put: await Promise.all(rows), remove })
  }

  /** The account goes as a whole, since its key is what makes the entries unreadable. */
  drop(account: string): Promise<void> {
    return this.#store.dropAccount(account)
  }
}

/**
 * The journal of a browser that stores or encrypts nothing, such as a page of plain http: entries are sent like others,
 * but are gone with the page.
 */
export class MemoryJournal implements Journal {
  readonly durable = false
  readonly #written = new Map<number, OutboxEntry>()
  #last = 0

  async entries(account: string): Promise<Written[]> {
    return [...this.#written]
      .filter(([, entry]) => entry.account === account)
      .sort(([one], [other]) => one - other)
      .map(([order, entry]) => ({ order, entry }))
  }

  async change(_account: string, { put = [], remove = [] }: JournalChange): Promise<boolean> {
    for (const order of remove) this.#written.delete(order)
    for (const { order, entry } of put) this.#written.set(order ?? ++this.#last, entry)
    return true
  }

  async drop(account: string): Promise<void> {
    for (const [order, entry] of this.#written) if (entry.account === account) this.#written.delete(order)
  }
}

function place(account: string, id: string): string[] {
  return ['outbox', account, id]
}
