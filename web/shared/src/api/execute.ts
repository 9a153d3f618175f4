import { Fault, faultOf, type WireError } from './fault'
import { json, post } from './http'
import { type Session, signedOut } from './session'

/** A document with the types of its answer and variables; codegen makes them. */
export interface TypedDocument<TResult, TVariables> {
  toString(): string
  __meta__?: { hash?: string } & Record<string, unknown>
  __apiType?: (variables: TVariables) => TResult
}

/** What an operation cost, as the server tells. */
export interface Cost {
  requested: number
  limit: number
}

interface Answer<T> {
  data?: T | null
  errors?: readonly WireError[]
  extensions?: { cost?: Cost }
}

/** Executes documents for whoever is signed in. */
export class Api {
  readonly session: Session

  constructor(session: Session) {
    this.session = session
  }

  /**
   * Executes an operation. Only its hash is sent; the text follows where a server of another version does not know it.
   *
   * Throws a `Fault`; a field that failed fails the whole, since a page with silent holes misleads.
   */
  async execute<TResult, TVariables>(
    document: TypedDocument<TResult, TVariables>,
    variables?: TVariables,
    options: { signal?: AbortSignal } = {},
  ): Promise<TResult> {
    // What one person asked for is never done as another, however long it waited for a token.
    const asker = this.session.subject
    const send = (token: string) => {
      if (asker && this.session.subject !== asker) throw signedOut()
      return this.#send(document, variables, token, options.signal)
    }
    const token = await this.session.token()
    const sender = asker ?? this.session.subject
    try {
      return await send(token)
    } catch (error) {
      // The token was refused although it looked fresh: the session ended, or the server's keys changed.
      if (!(error instanceof Fault) || error.kind !== 'signed-out' || this.session.state !== 'signed-in')
        throw error
      // Also where nobody was known yet when it was asked for: the answer must be that of whom it was sent for.
      if (this.session.subject !== sender) throw error
      const renewed = await this.session.renew()
      if (this.session.subject !== sender) throw error
      return send(renewed)
    }
  }

  /** Executes an operation for which nobody needs to be signed in. */
  anonymously<TResult, TVariables>(
    document: TypedDocument<TResult, TVariables>,
    variables: TVariables,
  ): Promise<TResult> {
    return this.#send(document, variables, null)
  }

  async #send<TResult, TVariables>(
    document: TypedDocument<TResult, TVariables>,
    variables: TVariables | undefined,
    token: string | null,
    signal?: AbortSignal,
  ): Promise<TResult> {
    const headers: Record<string, string> = { accept: 'application/graphql-response+json' }
    if (token) headers.authorization = `Bearer ${token}`
    const ask = async (named: { documentId: string } | { query: string }) => {
      const response = await post('/graphql', { ...named, variables }, headers, signal)
      return { response, answer: await json<Answer<TResult>>(response) }
    }
    const hash = document.__meta__?.hash
    let { response, answer } = await ask(hash ? { documentId: hash } : { query: document.toString() })
    if (hash && answer.errors?.[0]?.extensions?.code === 'PERSISTED_DOCUMENT_NOT_FOUND') {
      ;({ response, answer } = await ask({ query: document.toString() }))
    }
    if (answer.errors?.length || !answer.data) throw faultOf(answer.errors ?? [], response)
    return answer.data
  }
}

/** A key for one intent of a person: kept when the same is tried again, so that it is done once. */
export function newRequestKey(): string {
  return crypto.randomUUID()
}
