import { type DehydratedState, dehydrate, hydrate, type QueryClient } from '@tanstack/react-query'
import type { Clock } from './environment'
import { LIFE_MS } from './vault'

/** Where the persisted queries of one account are kept. */
export interface Shelf {
  read(): Promise<unknown>
  write(value: unknown): Promise<unknown>
}

/** What stands on the shelf. */
interface Snapshot {
  form: string
  queries: DehydratedState['queries']
}

/** Spread into a query that shall be readable without network. */
export const offlineQuery = {
  meta: { offline: true },
  // Kept in memory as long as on the device: what nobody looks at now must be there when the network is not.
  gcTime: LIFE_MS,
} as const

/** The same for what must not be told as it was a while ago, such as money: it is read anew whenever a page shows it. */
export const currentQuery = { ...offlineQuery, staleTime: 0 } as const

/** How long changes are gathered before they are written, in milliseconds. */
const THROTTLE_MS = 1000

/** How large the JSON of all persisted queries may get, in characters. */
export const MOST_CHARACTERS = 1_500_000

/** Keeps queries marked with `offlineQuery` on a shelf, and puts them back into a new page's cache. */
export class Persister {
  readonly #client: QueryClient
  readonly #clock: Clock
  readonly #form: string
  readonly #most: number
  #shelf: Shelf | null = null
  #pending: (() => void) | null = null

  /** `form` names the form of the data: what was written under another is not read. */
  constructor(client: QueryClient, clock: Clock, form: string, most: number = MOST_CHARACTERS) {
    this.#client = client
    this.#clock = clock
    this.#form = form
    this.#most = most
    client.getQueryCache().subscribe(event => {
      const changed =
        event.type === 'removed' || (event.type === 'updated' && event.action.type === 'success')
      if (changed && isOffline(event.query)) this.#later()
    })
  }

  /** Restores what stands on a shelf, and writes to it from now on. Data in memory that is newer is kept. */
  async attach(shelf: Shelf): Promise<void> {
    this.detach()
    const snapshot = (await shelf.read()) as Snapshot | undefined
    if (snapshot?.form === this.#form) {
      const state = { mutations: [], queries: snapshot.queries }
      hydrate(this.#client, state, { defaultOptions: { queries: { gcTime: LIFE_MS } } })
    }
    this.#shelf = shelf
    // What was fetched before there was a shelf belongs on it as well.
    if (this.#client.getQueryCache().getAll().some(isOffline)) this.#later()
  }

  /** Writes nothing any more. */
  detach(): void {
    this.#pending?.()
    this.#pending = null
    this.#shelf = null
  }

  /** Writes what has changed at once, because the page may be about to end. */
  async flush(): Promise<void> {
    if (!this.#pending || !this.#shelf) return
    this.#pending()
    this.#pending = null
    await this.#shelf.write(this.#snapshot()).catch(() => undefined)
  }

  #later(): void {
    if (!this.#shelf || this.#pending) return
    this.#pending = this.#clock.after(THROTTLE_MS, () => void this.flush())
  }

  /** The latest queries that fit. */
  #snapshot(): Snapshot {
    const { queries } = dehydrate(this.#client, { shouldDehydrateQuery: isOffline })
    const latest = queries.sort((one, other) => other.state.dataUpdatedAt - one.state.dataUpdatedAt)
    const kept: DehydratedState['queries'] = []
    let room = this.#most
    for (const query of latest) {
      const settled = asRead(query)
      const size = JSON.stringify(settled).length
      if (size > room) continue
      room -= size
      kept.push(settled)
    }
    return { form: this.#form, queries: kept }
  }
}

/** Whether a query is to be kept: also one whose last reading failed, as long as an earlier one did not. */
function isOffline(query: { meta?: Record<string, unknown>; state: { data: unknown } }): boolean {
  return query.meta?.offline === true && query.state.data !== undefined
}

type Dehydrated = DehydratedState['queries'][number]

/** A query as it was when it was last read, without what failed or is going on since. */
function asRead(query: Dehydrated): Dehydrated {
  const state = {
    ...query.state,
    status: 'success' as const,
    fetchStatus: 'idle' as const,
    error: null,
    errorUpdateCount: 0,
    errorUpdatedAt: 0,
    fetchFailureCount: 0,
    fetchFailureReason: null,
    fetchMeta: null,
  }
  return { ...query, promise: undefined, state }
}
