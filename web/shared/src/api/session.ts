import { Fault, faultOf, type WireError } from './fault'
import { json, post } from './http'

/** Which of the two apps a session belongs to: each has its own cookie, so both can be open in one browser. */
export type App = 'console' | 'client'

/** How one can sign in to an app here. */
export interface Ways {
  password: boolean
  code: boolean
  /** A provider of identities, where one is set up. */
  oidc: { name: string } | null
  /** Whether this server shows demo data, whose sign-ins are known to everybody. */
  demo: boolean
}

interface TokenAnswer {
  accessToken?: string
  expiresAt?: string
  errors?: readonly WireError[]
}

interface Token {
  text: string
  /** When it should no longer be used, in milliseconds of this device's clock. */
  freshUntil: number
}

/** A token this close to its end is changed first, in milliseconds. */
const MARGIN = 30_000

export type SessionState = 'starting' | 'signed-out' | 'signed-in' | 'expired' | 'offline'

/**
 * The session of this page: an access token in memory, for which the browser holds a refresh token in a cookie that no
 * script can read.
 *
 * `expired` says that a session has ended under open pages: whoever waits for a token gets one after the next sign-in.
 */
export class Session {
  readonly app: App
  #state: SessionState = 'starting'
  #token: Token | null = null
  /** Whose pages are open. */
  #subject: string | null = null
  #refreshing: Promise<string> | null = null
  /** Raised by each sign-in and sign-out: what was asked for before counts no longer. */
  #generation = 0
  /** Settles when nothing of this window is on its way; for browsers without locks. */
  #last: Promise<unknown> = Promise.resolve()
  #waiting: { resolve: (token: string) => void; reject: (fault: Fault) => void }[] = []
  #listeners = new Set<() => void>()
  #others: BroadcastChannel | null

  constructor(app: App) {
    this.app = app
    this.#others = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(`flotilla-${app}`)
    this.#others?.addEventListener('message', event => {
      if (event.data === 'signed-out') this.#end('signed-out')
    })
  }

  /** The account whose session this is, as the server said last; null before it did. */
  get subject(): string | null {
    return this.#subject
  }

  get state(): SessionState {
    return this.#state
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /**
   * What is done once somebody else turns out to be signed in than whose pages were open: the page begins anew. Nobody
   * is signed in here by then, and the pages that would hold it back are gone when it is called.
   */
  replaced: () => void = () => location.reload()

  /** Finds out whether this browser has a session. Throws where one has expired and still is: its pages stay as they are. */
  async start(): Promise<void> {
    try {
      await this.#refresh()
    } catch (error) {
      if (this.#state === 'expired' || this.#state === 'signed-in') throw error
      if (error instanceof Fault && error.kind === 'signed-out') this.#end('signed-out')
      else this.#to('offline')
    }
  }

  /** A token that is good for a while; waits for a sign-in where the session has expired. */
  async token(): Promise<string> {
    if (this.#token && this.#token.freshUntil > Date.now()) return this.#token.text
    if (this.#state === 'signed-out') throw signedOut()
    if (this.#state === 'expired') return this.#signedInAgain()
    return this.renew()
  }

  /** A new token, because the old one is too old or was refused. */
  async renew(): Promise<string> {
    try {
      return await this.#refresh()
    } catch (error) {
      if (!(error instanceof Fault) || error.kind !== 'signed-out') throw error
      if (this.#state === 'starting' || this.#state === 'signed-out') throw error
      this.#end('expired')
      return this.#signedInAgain()
    }
  }

  /** How to sign in. */
  async ways(): Promise<Ways> {
    try {
      const response = await fetch(`/session/${this.app}`, { credentials: 'same-origin' })
      if (!response.ok) throw faultOf([], response)
      return (await response.json()) as Ways
    } catch (error) {
      if (error instanceof Fault) throw error
      throw new Fault({ code: 'OFFLINE', message: 'the server was not reached', status: 0 })
    }
  }

  signInWithPassword(email: string, password: string): Promise<void> {
    return this.#signIn('password', { email, password })
  }

  signInWithCode(phone: string, code: string): Promise<void> {
    return this.#signIn('code', { phone, code })
  }

  /**
   * Goes on with a session that was begun by an operation and not here. The server puts it into the browser's cookie; where
   * it does not come to that, the session lasts as long as its token, and then asks to sign in again.
   */
  adopt(accessToken: string): Promise<void> {
    return this.#exclusively(async () => {
      const answer = await this.#ask('keep', { accessToken }).catch(() => ({ accessToken }))
      this.#generation += 1
      this.#keep(answer)
    })
  }

  /** Ends the session on the server and here; what is `last` to be done happens between the two. */
  signOut(last: () => Promise<void> = async () => {}): Promise<void> {
    return this.#exclusively(async () => {
      const response = await post(`/session/${this.app}/end`, {})
      if (!response.ok && response.status !== 401)
        throw faultOf((await json<TokenAnswer>(response)).errors ?? [], response)
      await last()
      this.#end('signed-out')
      this.#others?.postMessage('signed-out')
    })
  }

  /** Gives up an expired session: those who wait for a token are told. */
  leave(): void {
    this.#end('signed-out')
  }

  #signIn(way: 'password' | 'code', body: unknown): Promise<void> {
    return this.#exclusively(async () => {
      const answer = await this.#ask(way, body)
      this.#generation += 1
      this.#keep(answer)
    })
  }

  async #ask(path: string, body: unknown): Promise<TokenAnswer> {
    const response = await post(`/session/${this.app}/${path}`, body)
    const answer = await json<TokenAnswer>(response)
    if (!response.ok || !answer.accessToken) throw faultOf(answer.errors ?? [], response)
    return answer
  }

  #refresh(): Promise<string> {
    const generation = this.#generation
    this.#refreshing ??= this.#exclusively(() => this.#refreshed(generation)).finally(() => {
      this.#refreshing = null
    })
    return this.#refreshing
  }

  async #refreshed(generation: number): Promise<string> {
    // A sign-in or sign-out meanwhile knows better, whatever becomes of the refresh.
    const isOld = () => this.#generation !== generation
    if (isOld()) return this.#current()
    try {
      const answer = await this.#ask('refresh', {})
      if (!isOld()) this.#keep(answer)
    } catch (error) {
      if (!isOld()) throw error
    }
    return this.#current()
  }

  #current(): string {
    if (!this.#token) throw signedOut()
    return this.#token.text
  }

  /**
   * The cookie is good once, and all windows share it: one of them refreshes, signs in or signs out at a time, so that no
   * answer takes away the cookie that a later one has set.
   */
  #exclusively<T>(work: () => Promise<T>): Promise<T> {
    if (typeof navigator !== 'undefined' && navigator.locks)
      return navigator.locks.request(`flotilla-session-${this.app}`, work) as Promise<T>
    const mine = this.#last.then(work)
    this.#last = mine.catch(() => undefined)
    return mine
  }

  #keep(answer: TokenAnswer): void {
    const text = answer.accessToken ?? ''
    const { subject, lifetime } = claimsOf(text)
    if (this.#subject && this.#subject !== subject) {
      // Nothing of the pages left open is theirs, nor is what waits to be sent: the page ends before theirs begins.
      this.#end('signed-out')
      setTimeout(() => this.replaced())
      return
    }
    this.#subject = subject
    // Only how long it lives is taken from the server: clocks of phones are wrong.
    this.#token = { text, freshUntil: Date.now() + lifetime - MARGIN }
    this.#to('signed-in')
    for (const { resolve } of this.#waiting.splice(0)) resolve(text)
  }

  #signedInAgain(): Promise<string> {
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }))
  }

  #end(state: 'signed-out' | 'expired'): void {
    this.#token = null
    if (state === 'signed-out') {
      this.#subject = null
      this.#generation += 1
    }
    this.#to(state)
    if (state === 'signed-out') for (const { reject } of this.#waiting.splice(0)) reject(signedOut())
  }

  #to(state: SessionState): void {
    if (this.#state === state) return
    this.#state = state
    for (const listener of this.#listeners) listener()
  }
}

/** Nobody is signed in, or not who was when something was asked for. */
export function signedOut(): Fault {
  return new Fault({ code: 'UNAUTHENTICATED', message: 'nobody is signed in', status: 401 })
}

/** Whose a token is, and how long it lives from now in milliseconds (`exp` − `iat`). */
function claimsOf(token: string): { subject: string | null; lifetime: number } {
  try {
    const claims = JSON.parse(atob((token.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/')))
    return { subject: claims.sub, lifetime: (claims.exp - claims.iat) * 1000 }
  } catch {
    return { subject: null, lifetime: 0 }
  }
}
