/**
 * What kind of trouble a request ran into: it decides what the page offers.
 *
 * - `offline`: the server was not reached; what was asked for may or may not have been done.
 * - `signed-out`: nobody is signed in any more.
 * - `denied`: a right is missing. `not-found`: there is no such thing, or not for this person.
 * - `rate-limited`: too much at once; waiting helps.
 * - `input`: the request itself is wrong. `server`: the server failed.
 */
export type FaultKind =
  | 'offline'
  | 'signed-out'
  | 'denied'
  | 'not-found'
  | 'rate-limited'
  | 'input'
  | 'server'

const KINDS: Record<string, FaultKind> = {
  UNAUTHENTICATED: 'signed-out',
  INVALID_TOKEN: 'signed-out',
  ACCESS_SESSION_ENDED: 'signed-out',
  // Somebody who mistypes a password was never signed in.
  ACCESS_CREDENTIALS_REFUSED: 'input',
  FORBIDDEN: 'denied',
  NOT_FOUND: 'not-found',
  RATE_LIMITED: 'rate-limited',
  ACCESS_TOO_MANY_ATTEMPTS: 'rate-limited',
  UNAVAILABLE: 'offline',
  TIMEOUT: 'server',
  INTERNAL: 'server',
}

/** Why a request was not answered as asked. A broken rule is none: those come as `userErrors` in the answer. */
export class Fault extends Error {
  readonly kind: FaultKind
  /** The API's error code, such as `FORBIDDEN`; `OFFLINE` where no answer came. */
  readonly code: string
  /** The request's id, to be told to whoever runs the server. */
  readonly requestId: string | null
  /** The HTTP status; 0 where there was none. */
  readonly status: number
  /** Seconds to wait before another attempt, where the server says so. */
  readonly retryAfter: number | null

  constructor(parts: {
    code: string
    message: string
    status: number
    requestId?: string | null
    retryAfter?: number | null
    kind?: FaultKind
  }) {
    super(parts.message)
    this.name = 'Fault'
    this.code = parts.code
    this.status = parts.status
    this.requestId = parts.requestId ?? null
    this.retryAfter = parts.retryAfter ?? null
    this.kind = parts.kind ?? KINDS[parts.code] ?? kindOfStatus(parts.status)
  }
}

function kindOfStatus(status: number): FaultKind {
  if (status === 0) return 'offline'
  if (status === 401) return 'signed-out'
  if (status === 403) return 'denied'
  if (status === 404) return 'not-found'
  if (status === 429) return 'rate-limited'
  // A proxy that cannot reach the server is like having no network: asking again later helps.
  if (status === 502 || status === 503 || status === 504) return 'offline'
  return status >= 500 ? 'server' : 'input'
}

/**
 * What an answer without a code tells: it is not the server's own, but of a proxy or of the gate of a network. Nobody but
 * the server ends a session.
 */
function kindOfForeign(status: number): FaultKind {
  return status === 401 ? 'server' : kindOfStatus(status)
}

/** An error of the API as it stands in an answer. */
export interface WireError {
  message: string
  extensions?: { code?: string; requestId?: string; [more: string]: unknown }
}

/** The fault that an answer's first error tells of. */
export function faultOf(errors: readonly WireError[], response?: Response): Fault {
  const first = errors[0]
  const code = first?.extensions?.code
  const wait = Number(response?.headers.get('retry-after'))
  return new Fault({
    code: code ?? 'INTERNAL',
    kind: code || !response || response.ok ? undefined : kindOfForeign(response.status),
    message: first?.message ?? 'the server gave no reason',
    status: response?.status ?? 200,
    requestId: first?.extensions?.requestId ?? response?.headers.get('x-request-id') ?? null,
    retryAfter: Number.isFinite(wait) && wait > 0 ? wait : null,
  })
}

/** Any thrown thing as a fault. */
export function asFault(error: unknown): Fault {
  if (error instanceof Fault) return error
  const message = error instanceof Error ? error.message : String(error)
  return new Fault({ code: 'INTERNAL', message, status: 200, kind: 'server' })
}
