import {
  OutboxAcknowledgeDocument,
  OutboxMarkReadDocument,
  OutboxOverrideClearDocument,
  OutboxOverrideSetDocument,
} from '../gql/graphql'
import type { OutboxEntry, Problem, Reason } from './entry'

/** What came of sending an entry: null if the server has done it. */
export type Sender = (entry: OutboxEntry, signal: AbortSignal) => Promise<Problem | null>

/** A typed document, as codegen makes them. */
interface Executable<Result, Variables> {
  toString(): string
  __apiType?: (variables: Variables) => Result
}

/** Executes an operation for whoever is signed in; throws a fault. That of `@shared/api` fits. */
export type Execute = <Result, Variables>(
  document: Executable<Result, Variables>,
  variables: Variables,
  options: { signal: AbortSignal },
) => Promise<Result>

/** What is read of a thrown fault. Whatever lacks these counts as a failure of the server. */
interface FaultLike {
  kind: string
  code: string
  message: string
  requestId: string | null
  /** In seconds. */
  retryAfter: number | null
}

type UserErrors = readonly { code: string; message: string }[]

/**
 * Sends entries as mutations. `signedInAs` answers whose session this is, where that is known: whatever the pages
 * believe, an entry is not sent in the name of another.
 */
export function senderFor(execute: Execute, signedInAs: () => string | null = () => null): Sender {
  return async (entry, signal) => {
    if ((signedInAs() ?? entry.account) !== entry.account) return NOT_THEIRS
    try {
      const errors = await mutate(execute, entry, signal)
      const broken = errors.find(error => !isAlreadySo(entry, error.code))
      return broken ? refusal(broken.code, broken.message) : null
    } catch (error) {
      return problemOf(error)
    }
  }
}

async function mutate(execute: Execute, entry: OutboxEntry, signal: AbortSignal): Promise<UserErrors> {
  const { requestKey } = entry
  const options = { signal }
  switch (entry.kind) {
    case 'acknowledge': {
      const input = { ...entry.input, requestKey }
      return (await execute(OutboxAcknowledgeDocument, { input }, options)).policyAcknowledge.userErrors
    }
    case 'mark-read': {
      const input = { ...entry.input, requestKey }
      return (await execute(OutboxMarkReadDocument, { input }, options)).policyMarkRead.userErrors
    }
    case 'override-set': {
      const input = { ...entry.input, requestKey }
      return (await execute(OutboxOverrideSetDocument, { input }, options)).policyOverrideSet.userErrors
    }
    case 'override-clear': {
      const input = { ...entry.input, requestKey }
      return (await execute(OutboxOverrideClearDocument, { input }, options)).policyOverrideClear.userErrors
    }
  }
}

/** A value that is not there needs no clearing: the setting of it may have been taken back before it was sent. */
function isAlreadySo(entry: OutboxEntry, code: string): boolean {
  return entry.kind === 'override-clear' && code === 'POLICIES_OVERRIDE_UNKNOWN'
}

function refusal(code: string, message: string): Problem {
  return { reason: 'refused', code, message, requestId: null, retryAfterMs: null }
}

const NOT_THEIRS: Problem = {
  reason: 'signed-out',
  code: 'UNAUTHENTICATED',
  message: 'somebody else is signed in',
  requestId: null,
  retryAfterMs: null,
}

/** What the kinds of faults mean for an entry: only an answer about the entry itself ends its waiting. */
const REASONS: Record<string, Reason> = {
  offline: 'offline',
  'signed-out': 'signed-out',
  'rate-limited': 'rate-limited',
  denied: 'refused',
  'not-found': 'refused',
  input: 'refused',
}

/** Codes of a server that is in trouble for the moment, whatever kind of fault they came as. */
const PASSING = new Set(['UNAVAILABLE', 'TIMEOUT', 'INTERNAL'])

/** What a fault means for the entry that was sent. */
export function problemOf(error: unknown): Problem {
  const fault: Partial<FaultLike> = typeof error === 'object' && error !== null ? error : {}
  const code = fault.code ?? 'INTERNAL'
  return {
    reason: PASSING.has(code) ? 'server' : (REASONS[fault.kind ?? ''] ?? 'server'),
    code,
    message: fault.message ?? String(error),
    requestId: fault.requestId ?? null,
    retryAfterMs: typeof fault.retryAfter === 'number' ? fault.retryAfter * 1000 : null,
  }
}
