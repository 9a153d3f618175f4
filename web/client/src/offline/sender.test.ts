// @vitest-environment node
import { describe, expect, it, vi } from 'vitest'
import type { Draft, OutboxEntry } from './entry'
import { problemAdvice } from './problems'
import { type Execute, senderFor } from './sender'
import { acknowledge, clearValue, markRead, problem, setValue } from './testing'

function entryOf(draft: Draft): OutboxEntry {
  return {
    ...draft,
    id: 'one',
    requestKey: 'key-1',
    account: 'acct_ann',
    createdAt: 0,
    attempts: 1,
    firstSentAt: 0,
    lastProblem: null,
    state: 'sending',
  }
}

/** Answers any mutation with these broken rules. */
function answering(...codes: string[]) {
  const userErrors = codes.map(code => ({ code, message: `${code} happened` }))
  return vi.fn(async (document: { toString(): string }, _variables: unknown) => {
    const field = /\b(policy\w+)\(/.exec(document.toString())?.[1] ?? ''
    return { [field]: { userErrors } }
  })
}

const signal = new AbortController().signal

describe('sending an entry', () => {
  it.each([
    ['policyAcknowledge', acknowledge(), { chapter: 'chap_12', version: 'pver_7', hash: 'aa' }],
    ['policyMarkRead', markRead(), { chapter: 'chap_12', version: 'pver_7' }],
    ['policyOverrideSet', setValue([1]), { chapter: 'chap_12', key: 'membership.fee', value: [1] }],
    ['policyOverrideClear', clearValue(), { chapter: 'chap_12', key: 'membership.fee' }],
  ])('is %s, with its request key', async (field, draft, input) => {
    const execute = answering()
    expect(await senderFor(execute as Execute)(entryOf(draft), signal)).toBeNull()
    const [document, variables] = execute.mock.calls[0] ?? []
    expect(document?.toString()).toContain(`${field}(input: $input)`)
    expect(variables).toEqual({ input: { ...input, requestKey: 'key-1' } })
  })

  it('is not done in the name of another', async () => {
    const execute = answering()
    const send = senderFor(execute as Execute, () => 'acct_ben')
    expect(await send(entryOf(acknowledge()), signal)).toMatchObject({ reason: 'signed-out' })
    expect(execute).not.toHaveBeenCalled()
    expect(await senderFor(execute as Execute, () => 'acct_ann')(entryOf(acknowledge()), signal)).toBeNull()
  })

  it('tells a broken rule', async () => {
    const send = senderFor(answering('POLICIES_STALE') as Execute)
    expect(await send(entryOf(acknowledge()), signal)).toMatchObject({
      reason: 'refused',
      code: 'POLICIES_STALE',
    })
  })

  it('takes a value that is not there as cleared', async () => {
    const send = senderFor(answering('POLICIES_OVERRIDE_UNKNOWN') as Execute)
    expect(await send(entryOf(clearValue()), signal)).toBeNull()
    expect(await send(entryOf(setValue(1)), signal)).toMatchObject({ reason: 'refused' })
  })

  it.each([
    [{ kind: 'offline', code: 'OFFLINE' }, 'offline'],
    [{ kind: 'signed-out', code: 'UNAUTHENTICATED' }, 'signed-out'],
    [{ kind: 'denied', code: 'FORBIDDEN' }, 'refused'],
    [{ kind: 'not-found', code: 'NOT_FOUND' }, 'refused'],
    [{ kind: 'input', code: 'BAD_USER_INPUT' }, 'refused'],
    [{ kind: 'input', code: 'UNAVAILABLE' }, 'server'],
    [{ kind: 'server', code: 'INTERNAL' }, 'server'],
    [new TypeError('a bug'), 'server'],
  ])('makes of the fault %o: %s', async (fault, reason) => {
    const send = senderFor(() => Promise.reject(fault))
    expect(await send(entryOf(acknowledge()), signal)).toMatchObject({ reason })
  })

  it('tells how long to wait, and the id of the request', async () => {
    const fault = {
      kind: 'rate-limited',
      code: 'RATE_LIMITED',
      message: 'slow',
      requestId: 'req-9',
      retryAfter: 7,
    }
    const send = senderFor(() => Promise.reject(fault))
    expect(await send(entryOf(acknowledge()), signal)).toEqual({
      reason: 'rate-limited',
      code: 'RATE_LIMITED',
      message: 'slow',
      requestId: 'req-9',
      retryAfterMs: 7000,
    })
  })
})

describe('advice', () => {
  it('asks to read again what was replaced or differs', () => {
    for (const code of ['POLICIES_STALE', 'POLICIES_HASH_MISMATCH']) {
      expect(problemAdvice(problem('refused', code), 'zh')).toMatchObject({ next: 'read-again' })
      expect(problemAdvice(problem('refused', code), 'en')?.text).toMatch(/read/i)
    }
  })

  it('leaves to the general text what means nothing special here', () => {
    expect(problemAdvice(problem('refused', 'POLICIES_VALUE_INVALID'), 'en')).toBeNull()
    expect(problemAdvice(problem('offline'), 'en')).toMatchObject({ next: 'wait' })
  })
})
