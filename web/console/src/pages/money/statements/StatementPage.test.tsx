import { execute } from '@shared/api'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render, screen, within } from '@testing-library/react'
import { createMemoryRouter, RouterProvider } from 'react-router'
import { afterEach, expect, it, vi } from 'vitest'
import { StatementFactsDocument, StatementLinesDocument } from '../../../gql/graphql'
import StatementPage from './StatementPage'

vi.mock('@shared/api', async original => ({
  ...(await original<typeof import('@shared/api')>()),
  execute: vi.fn(),
}))

afterEach(cleanup)

const STATEMENT = {
  id: 'stmt_1',
  month: '2026-10',
  chapterId: 'chap_12',
  chapter: { id: 'chap_12', name: '宁波市' },
  opening: '0',
  accrued: '12775',
  reversed: '2775',
  clawedBack: '0',
  paid: '0',
  closing: '10000',
  payable: '10000',
  frozen: '0',
  due: '10000',
  state: 'ISSUED',
  issuedAt: '2026-11-10T00:00:00Z',
  disputeUntil: '2026-11-25',
  viewerCanPreparePayout: true,
  viewerCanDispute: false,
  payouts: [
    {
      id: 'pout_1',
      payee: 'COMPANY',
      gross: '10000',
      tax: '0',
      net: '10000',
      state: 'PREPARED',
      createdAt: '2026-11-11T00:00:00Z',
      sentAt: null,
      settledAt: null,
      bankRef: null,
      failure: null,
      viewerCanSend: false,
      viewerCanSettle: false,
      viewerCanFail: false,
      createdBy: { id: 'acct_1', name: '总部财务' },
      sentBy: null,
      statement: { id: 'stmt_1', month: '2026-10', chapter: { id: 'chap_12', name: '宁波市' } },
    },
  ],
  disputes: [],
}

const LINES = [
  { number: 1, kind: 'ACCRUED', event: 'PAYMENT_RECEIVED', amount: '12775', orderId: 'ordr_1' },
  { number: 2, kind: 'REVERSED', event: 'REFUND_DECIDED', amount: '2775', orderId: 'ordr_1' },
].map(line => ({
  ...line,
  at: '2026-10-02T00:00:00Z',
  reference: 'comm_1',
  commission: { id: 'comm_1', rate: 3500, base: '36500', state: 'PAYABLE' },
}))

it('shows each movement with its order, and who has prepared the payout', async () => {
  vi.mocked(execute).mockImplementation(async document => {
    if (String(document) === String(StatementFactsDocument)) return { statement: STATEMENT } as never
    expect(String(document)).toBe(String(StatementLinesDocument))
    const pageInfo = { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null }
    return { statement: { id: 'stmt_1', lines: { pageInfo, nodes: LINES } } } as never
  })
  const router = createMemoryRouter([{ path: '/money/statements/:id', element: <StatementPage /> }], {
    initialEntries: ['/money/statements/stmt_1'],
  })
  render(
    <QueryClientProvider client={new QueryClient()}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  )

  const accrued = (await screen.findByRole('cell', { name: '新增' }, { timeout: 4_000 })).closest('tr')
  const reversed = screen.getByRole('cell', { name: '冲回' }).closest('tr')
  expect(within(accrued as HTMLElement).getByText('127.75 元')).toBeTruthy()
  expect(within(reversed as HTMLElement).getByText('−27.75 元')).toBeTruthy()
  const order = within(accrued as HTMLElement).getByRole('link', { name: '查看订单' })
  expect(order.getAttribute('href')).toBe('/money/orders/ordr_1')
  expect(screen.getByRole('heading', { level: 1, name: '宁波市 2026-10' })).toBeTruthy()
  expect(screen.getByRole('button', { name: '准备付款' })).toBeTruthy()
  // Who prepared it does not send it.
  expect(screen.getByText('须由准备人以外的人发出')).toBeTruthy()
  expect(screen.queryByRole('button', { name: '发出' })).toBeNull()
  expect(screen.queryByRole('button', { name: '提出异议' })).toBeNull()
})
