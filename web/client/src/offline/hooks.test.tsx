import { QueryClient } from '@tanstack/react-query'
import { act, renderHook, waitFor } from '@testing-library/react'
import type { ReactNode } from 'react'
import { beforeEach, describe, expect, it } from 'vitest'
import { assemble } from './create'
import type { OutboxEntry, Problem } from './entry'
import {
  OfflineProvider,
  useContact,
  useEnqueue,
  useOutbox,
  usePendingFor,
  usePendingOverride,
} from './hooks'
import type { Offline } from './offline'
import { acknowledge, problem, setValue, TestDevice } from './testing'

let offline: Offline
let answer: Problem | null

beforeEach(async () => {
  answer = problem('offline')
  const parts = {
    client: new QueryClient(),
    send: async (_entry: OutboxEntry) => answer,
    invalidates: () => [],
    form: '1',
  }
  // Without a store: what is tested here is what components see.
  offline = await assemble(parts, new TestDevice().window().around, null)
  await offline.signedIn('acct_ann')
})

const wrapper = ({ children }: { children: ReactNode }) => (
  <OfflineProvider value={offline}>{children}</OfflineProvider>
)

function useAll() {
  return {
    outbox: useOutbox(),
    contact: useContact(),
    enqueue: useEnqueue(),
    receipts: usePendingFor('chap_12', 'pver_7'),
    others: usePendingFor('chap_13', 'pver_7'),
    override: usePendingOverride('chap_12', 'membership.fee'),
  }
}

describe('the hooks', () => {
  it('show an acknowledgement as pending where it belongs, until it is confirmed', async () => {
    const { result } = renderHook(useAll, { wrapper })
    expect(result.current.receipts).toEqual({ acknowledge: null, markRead: null })
    await act(() => result.current.enqueue(acknowledge()))
    expect(result.current.receipts.acknowledge).toMatchObject({ kind: 'acknowledge' })
    expect(result.current.others.acknowledge).toBeNull()
    expect(result.current.override).toBeNull()
    await waitFor(() => expect(result.current.outbox.paused).toMatchObject({ reason: 'offline' }))
    expect(result.current.contact.online).toBe(false)
    answer = null
    act(() => result.current.outbox.sendNow())
    await waitFor(() => expect(result.current.receipts.acknowledge).toBeNull())
    expect(result.current.contact.online).toBe(true)
  })

  it('show a refusal, and take it away when it is dismissed', async () => {
    answer = problem('refused', 'POLICIES_LOCKED')
    const { result } = renderHook(useAll, { wrapper })
    await act(() => result.current.enqueue(setValue(1)))
    await waitFor(() => expect(result.current.override).toMatchObject({ state: 'refused' }))
    const id = result.current.outbox.refused[0]?.id ?? ''
    await act(() => result.current.outbox.dismiss(id))
    await waitFor(() => expect(result.current.override).toBeNull())
  })

  it('say so when they stand outside of their provider', () => {
    expect(() => renderHook(useOutbox)).toThrow(/OfflineProvider/)
  })
})
