import { useQuery, useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useSyncExternalStore } from 'react'
import { RequestCodeDocument, ViewerDocument, type ViewerQuery } from '../gql/graphql'
import { Api, type TypedDocument } from './execute'
import type { Fault } from './fault'
import { type App, Session, type SessionState, type Ways } from './session'
import { Live, type Subscriber } from './subscribe'

/** Whoever is signed in, with the roles they hold. */
export type Viewer = NonNullable<ViewerQuery['me']>

interface Connection {
  session: Session
  api: Api
  live: Live
}

const Connected = createContext<Connection | null>(null)

/** The page's connection, also for code outside of components. */
export function connect(app: App): Connection {
  const session = new Session(app)
  current = { session, api: new Api(session), live: new Live(session) }
  return current
}

let current: Connection | null = null

/** The page's connection; there is none before `connect`. */
export function connection(): Connection {
  if (!current) throw new Error('connect(app) comes first')
  return current
}

/** Executes an operation for whoever is signed in. */
export function execute<TResult, TVariables>(
  document: TypedDocument<TResult, TVariables>,
  variables?: TVariables,
  options: { signal?: AbortSignal } = {},
): Promise<TResult> {
  return connection().api.execute(document, variables, options)
}

/** Executes an operation for which nobody needs to be signed in. */
export function anonymously<TResult, TVariables>(
  document: TypedDocument<TResult, TVariables>,
  variables: TVariables,
): Promise<TResult> {
  return connection().api.anonymously(document, variables)
}

/** Subscribes; answers what ends it. */
export function subscribe<TResult, TVariables extends Record<string, unknown>>(
  document: TypedDocument<TResult, TVariables>,
  variables: TVariables,
  subscriber: Subscriber<TResult>,
): () => void {
  return connection().live.subscribe(document, variables, subscriber)
}

/** Starts the session of an app and gives it to the pages. Goes inside a `QueryClientProvider`. */
export function SessionProvider({ connection, children }: { connection: Connection; children: ReactNode }) {
  const queries = useQueryClient()
  useEffect(() => {
    // It throws only where a session has expired, which has a dialog of its own.
    connection.session.start().catch(() => undefined)
    // Nothing of one person may be shown to the next.
    return connection.session.subscribe(() => {
      if (connection.session.state === 'signed-out') queries.clear()
      if (connection.session.state === 'signed-in') void queries.invalidateQueries({ queryKey: ['viewer'] })
    })
  }, [connection, queries])
  return <Connected value={connection}>{children}</Connected>
}

/** The session, and whoever is signed in. */
export interface SessionView {
  state: SessionState
  /** Null while nobody is known yet. */
  account: Viewer | null
  /** The id of the account that the server has accepted; null while the session has not begun. */
  subject: string | null
  /** Whether the server has said so since the page was opened, and not an older answer that was kept. */
  fresh: boolean
  /** Why it is not known who is signed in. */
  fault: Fault | null
  ways: () => Promise<Ways>
  signInWithPassword: (email: string, password: string) => Promise<void>
  requestCode: (phone: string) => Promise<{ expiresAt: string | null; userErrors: CodeErrors }>
  signInWithCode: (phone: string, code: string) => Promise<void>
  /** Goes on with a session that an operation has begun, such as joining. */
  adopt: (accessToken: string) => Promise<void>
  signOut: (last?: () => Promise<void>) => Promise<void>
  /** Gives up an expired session. */
  leave: () => void
  /** Looks again whether the server can be reached, and has a session. Throws where one has expired and still is. */
  retry: () => Promise<void>
}

type CodeErrors = readonly { code: string; field: string[]; message: string }[]

export function useSession(): SessionView {
  const connected = useContext(Connected)
  if (!connected) throw new Error('useSession needs a SessionProvider')
  const { session, api } = connected
  const state = useSyncExternalStore(session.subscribe, () => session.state)
  const subject = useSyncExternalStore(session.subscribe, () => session.subject)
  const viewer = useQuery({
    queryKey: ['viewer'],
    queryFn: ({ signal }) => api.execute(ViewerDocument, {}, { signal }),
    enabled: state === 'signed-in' || state === 'expired',
    staleTime: 60_000,
    meta: { offline: true },
  })
  return useMemo(
    () => ({
      state,
      subject,
      account: viewer.data?.me ?? null,
      fresh: viewer.isFetchedAfterMount,
      fault: viewer.error as Fault | null,
      ways: () => session.ways(),
      signInWithPassword: (email, password) => session.signInWithPassword(email, password),
      requestCode: async phone => {
        const { codeRequest } = await api.anonymously(RequestCodeDocument, { input: { phone } })
        return { expiresAt: codeRequest.expiresAt, userErrors: codeRequest.userErrors }
      },
      signInWithCode: (phone, code) => session.signInWithCode(phone, code),
      adopt: accessToken => session.adopt(accessToken),
      signOut: last => session.signOut(last),
      leave: () => session.leave(),
      retry: () => session.start(),
    }),
    [state, subject, viewer.data, viewer.error, viewer.isFetchedAfterMount, session, api],
  )
}
