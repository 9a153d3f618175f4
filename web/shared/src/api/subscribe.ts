import { type Client, createClient, type SubscribePayload } from 'graphql-ws'
import type { TypedDocument } from './execute'
import { asFault, Fault, faultOf, type WireError } from './fault'
import type { Session } from './session'

export type LiveState = 'connecting' | 'live' | 'broken'

/** What a subscriber wants to be told. */
export interface Subscriber<T> {
  onNext: (data: T) => void
  /** It ends with this; nothing more comes. */
  onError?: (fault: Fault) => void
  onState?: (state: LiveState) => void
}

/** Longest pause between two attempts to connect, in milliseconds. */
const LONGEST_PAUSE = 15_000

/** The page's one socket for all that is told live; it connects when needed and again whenever it breaks. */
export class Live {
  readonly #session: Session
  #client: Client | null = null
  #states = new Set<(state: LiveState) => void>()
  #state: LiveState = 'connecting'

  constructor(session: Session) {
    this.#session = session
  }

  /**
   * Subscribes. After a break the operation is sent again, with the variables that `variables` answers by then, so that
   * a cursor can go along.
   */
  subscribe<TResult, TVariables extends Record<string, unknown>>(
    document: TypedDocument<TResult, TVariables>,
    variables: TVariables,
    subscriber: Subscriber<TResult>,
  ): () => void {
    const payload = { query: document.toString(), variables }
    const { onState } = subscriber
    if (onState) {
      this.#states.add(onState)
      onState(this.#state)
    }
    const end = this.#connected().subscribe<TResult>(payload, {
      next: ({ data, errors }) => {
        if (errors?.length) subscriber.onError?.(faultOf(errors as unknown as WireError[]))
        else if (data) subscriber.onNext(data)
      },
      error: error => subscriber.onError?.(this.#fault(error)),
      complete: () => {},
    })
    return () => {
      if (onState) this.#states.delete(onState)
      end()
    }
  }

  /** Subscribes to what somebody has written themselves; answers come as the server gives them. */
  ask(payload: SubscribePayload): AsyncIterableIterator<unknown> {
    return this.#connected().iterate(payload)
  }

  #connected(): Client {
    this.#client ??= createClient({
      url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/graphql/ws`,
      connectionParams: async () => ({ authorization: `Bearer ${await this.#session.token()}` }),
      retryAttempts: Number.POSITIVE_INFINITY,
      // A token that has run out closes the socket with 4403: the next attempt brings a new one.
      shouldRetry: () => this.#session.state !== 'signed-out',
      retryWait: async retries => {
        const pause = Math.min(LONGEST_PAUSE, 300 * 2 ** Math.min(retries, 8))
        await new Promise(resolve => setTimeout(resolve, pause * (0.5 + Math.random() / 2)))
      },
      on: {
        connecting: () => this.#to('connecting'),
        connected: () => this.#to('live'),
        closed: () => this.#to('broken'),
      },
    })
    return this.#client
  }

  #fault(error: unknown): Fault {
    if (Array.isArray(error)) return faultOf(error as WireError[])
    if (error instanceof CloseEvent)
      return new Fault({ code: 'OFFLINE', message: 'the live connection broke', status: 0 })
    return asFault(error)
  }

  #to(state: LiveState): void {
    this.#state = state
    for (const tell of this.#states) tell(state)
  }
}
