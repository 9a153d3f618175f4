import type { QueryClient } from '@tanstack/react-query'
import { type Contact, ContactKeeper } from './contact'
import type { Draft, OutboxEntry } from './entry'
import { localLocks } from './environment'
import type { Journal } from './journal'
import type { Observable } from './observable'
import type { Outbox } from './outbox'
import { Persister } from './persist'
import { OutboxClosed, Queue } from './queue'
import type { Sender } from './sender'
import type { Surroundings } from './surroundings'
import { Sync, unsent } from './sync'
import type { Remembered, Vault } from './vault'

/** What the app gives. */
export interface OfflineParts {
  client: QueryClient
  send: Sender
  /** Keys of the queries that show what an entry changes. */
  invalidates: (entry: OutboxEntry) => readonly unknown[][]
  /** Names the form of persisted data. Data of another form is not read. */
  form: string
}

/** Where things are kept: on this device, or, where that is impossible, the outbox in this page and nothing else. */
export interface Place {
  vault: Vault | null
  journal: Journal
}

/** Name of the record that holds the persisted queries. */
const QUERIES = 'queries'

/**
 * All that works without network, for whoever uses the app: what they read, what they want done, and whether the server
 * can be reached. The session tells it who that is; its calls are done one after another, in the order they were made.
 */
export class Offline {
  readonly outbox: Observable<Outbox>
  readonly contact: Observable<Contact>
  readonly #parts: OfflineParts
  readonly #around: Surroundings
  readonly #place: Place
  readonly #queue: Queue
  readonly #sync: Sync
  readonly #contact: ContactKeeper
  readonly #persister: Persister
  readonly #steps = localLocks()
  #account: string | null = null
  /** Whether the data of the account has expired under the open page. */
  #expired = false

  constructor(parts: OfflineParts, around: Surroundings, place: Place) {
    const { clock, locks, random } = around
    this.#parts = parts
    this.#around = around
    this.#place = place
    const changed = (account: string) => this.#sync.changed(account)
    this.#queue = new Queue({ journal: place.journal, clock, locks, changed })
    this.#sync = new Sync({
      queue: this.#queue,
      send: parts.send,
      clock,
      locks,
      random,
      signal: around.syncSignal,
      // A server that has answered since knows better than the browser.
      reachable: () => around.online() || this.#contact.value.online,
      onConfirmed: entries => this.#readAgain(entries),
      onContact: answered => (answered ? this.reached() : this.#contact.lost()),
    })
    this.#contact = new ContactKeeper(clock, around.online(), () => this.#noteContact())
    this.#persister = new Persister(parts.client, clock, parts.form)
    this.outbox = this.#sync
    this.contact = this.#contact
    this.#watch()
  }

  /** Whose data can be shown before the server is reached. */
  async remembered(): Promise<Remembered | null> {
    return (await this.#place.vault?.remembered().catch(() => null)) ?? null
  }

  /** Shows what is kept of an account, without having reached the server. Sends nothing. */
  open(account: string): Promise<void> {
    return this.#step(async () => {
      const since = (await this.#place.vault?.aliveSince(account)) ?? null
      if (since === null) return
      await this.#take(account)
      this.#contact.since(since)
    })
  }

  /** The server has accepted an account: its data is shown and kept, and what waits is sent. */
  signedIn(account: string): Promise<void> {
    return this.#step(async () => {
      await this.#place.vault?.admit(account).catch(report)
      await this.#take(account)
      this.reached()
      await this.#sync.start(account)
    })
  }

  /**
   * The server says that the session has ended, while the pages stay open under a dialog: what was cached on the device
   * is destroyed, and what is still to be sent waits for the same account.
   */
  sessionEnded(): Promise<void> {
    this.#sync.stop(ENDED)
    return this.#step(async () => {
      this.#sync.stop(ENDED)
      this.#persister.detach()
      await this.#place.vault?.forget()
    })
  }

  /** Nobody is signed in, and the pages are gone: as `sessionEnded`, and nothing stays in memory either. */
  left(): Promise<void> {
    this.#sync.stop(ENDED)
    return this.#step(async () => {
      await this.#clear()
      await this.#place.vault?.forget()
    })
  }

  /** The person signs out: nothing of theirs stays, nor what was still to be sent. */
  async signedOut(): Promise<void> {
    await this.#destroy()
  }

  /** The server says that the account serves nowhere any more. Answers what can no longer be sent. */
  termEnded(): Promise<OutboxEntry[]> {
    return this.#destroy()
  }

  /** The server has answered. */
  reached(): void {
    const wasAway = !this.#contact.value.online
    this.#contact.reached()
    if (this.#expired && this.#account !== null) {
      this.#expired = false
      void this.signedIn(this.#account)
    }
    if (wasAway) this.#sync.wake()
  }

  /** Whether a reload would disturb nothing here. */
  isIdle(): boolean {
    return this.#sync.value.waiting.length === 0
  }

  /** Takes up what the person wants done, and sends it as soon as it can be. */
  async enqueue(draft: Draft): Promise<OutboxEntry> {
    if (this.#account === null) throw new OutboxClosed()
    // What the entry is about is kept with it, or a page that is opened anew would know of the one without the other.
    const [entry] = await Promise.all([this.#queue.enqueue(this.#account, draft), this.#persister.flush()])
    this.#around.keepStorage()
    // A page that has waited for this shows the entry already.
    await this.#sync.show(this.#account)
    this.#sync.poke()
    return entry
  }

  /** Sends a refused entry once more. */
  async retry(id: string): Promise<void> {
    if (this.#account !== null) await this.#queue.retry(this.#account, id)
    this.#sync.poke()
  }

  /** Takes an entry out of the outbox, unless it is just being sent. */
  async dismiss(id: string): Promise<void> {
    if (this.#account !== null) await this.#queue.dismiss(this.#account, id)
  }

  /** Forgets what was read of other chapters than the one that the person serves now. */
  serves(chapter: string): void {
    const isOther = (key: unknown) => typeof key === 'string' && key !== chapter
    this.#parts.client.removeQueries({
      predicate: ({ meta, queryKey }) => meta?.offline === true && isOther(queryKey[1]),
    })
  }

  /** Tries to send now. */
  sendNow(): void {
    this.#sync.wake()
  }

  /** Makes an account the one that is shown. */
  async #take(account: string): Promise<void> {
    if (this.#account !== null && this.#account !== account) {
      this.#sync.stop(null)
      this.#persister.detach()
      this.#forgetQueries()
    }
    this.#account = account
    this.#expired = false
    const { vault } = this.#place
    if (vault) {
      const shelf = {
        read: () => vault.read(account, QUERIES),
        write: (value: unknown) => vault.write(account, QUERIES, value),
      }
      // Who cannot be remembered here works all the same: what they want done is sent, or they are told that it is not.
      await this.#persister.attach(shelf).catch(report)
    }
    await this.#sync.show(account)
  }

  async #clear(): Promise<void> {
    this.#account = null
    this.#persister.detach()
    const { client } = this.#parts
    // A page that still shows something is told: to clear the cache tells nobody.
    for (const query of client.getQueryCache().findAll({ type: 'active' })) query.reset()
    client.clear()
    this.#contact.since(null)
    await this.#sync.show(null)
  }

  async #destroy(): Promise<OutboxEntry[]> {
    this.#sync.stop(null)
    const lost: OutboxEntry[] = []
    await this.#step(async () => {
      const account = this.#account
      await this.#clear()
      if (account === null) return
      lost.push(...(await this.#queue.entries(account)))
      await this.#place.journal.drop(account)
      await this.#place.vault?.wipe(account)
      this.#around.lifeSignal.tell({ gone: account })
    })
    return lost
  }

  /** What one person read may not be shown to the next, also where a page still shows it. */
  #forgetQueries(): void {
    this.#parts.client.removeQueries({ type: 'inactive' })
    void this.#parts.client.resetQueries({ type: 'active' })
  }

  async #readAgain(entries: OutboxEntry[]): Promise<void> {
    const keys = new Map(entries.flatMap(this.#parts.invalidates).map(key => [JSON.stringify(key), key]))
    await Promise.all([...keys.values()].map(queryKey => this.#parts.client.invalidateQueries({ queryKey })))
  }

  #noteContact(): void {
    if (this.#account !== null) this.#place.vault?.reached(this.#account).catch(report)
  }

  #watch(): void {
    const { client } = this.#parts
    client.getQueryCache().subscribe(event => {
      if (event.type !== 'updated') return
      const { action } = event
      if (action.type === 'success' && !action.manual) this.reached()
      const failed = action.type === 'failed' || action.type === 'error'
      if (failed && isOffline(action.error)) this.#contact.lost()
    })
    this.#around.onNetwork(online => {
      if (!online) return this.#contact.lost()
      this.#contact.network()
      this.#sync.wake()
    })
    this.#around.onVisible(visible => {
      if (!visible) return void this.#persister.flush()
      void this.#step(() => this.#expire())
      this.#sync.poke()
    })
    this.#around.lifeSignal.listen(({ gone }) => {
      if (gone === this.#account) void this.#step(() => this.#clear())
    })
  }

  /** A page that slept for days must not show what has expired meanwhile. */
  async #expire(): Promise<void> {
    const { vault } = this.#place
    if (!vault || this.#account === null || (await vault.aliveSince(this.#account)) !== null) return
    await vault.sweep()
    this.#expired = true
    this.#persister.detach()
    this.#forgetQueries()
  }

  /** Runs a step after those before it. A device that cannot store must not keep a person from signing in or out. */
  #step(work: () => Promise<void>): Promise<void> {
    return this.#steps.exclusively('step', work).catch(report)
  }
}

const ENDED = unsent('signed-out', 'UNAUTHENTICATED', 'the session has ended')

function isOffline(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'kind' in error && error.kind === 'offline'
}

function report(error: unknown): void {
  console.error('offline storage failed', error)
}
