import { LanguageProvider } from '@shared/i18n'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { createMemoryRouter, RouterProvider } from 'react-router'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { MyStatementLinesQuery } from '../../gql/statements/graphql'
import { type Offline, OfflineProvider } from '../../offline'
import type { Statement } from './queries'
import { StatementPage } from './StatementPage'

const api = vi.hoisted(() => ({ execute: vi.fn() }))
vi.mock('@shared/api', async original => ({ ...(await original<object>()), execute: api.execute }))

const STATEMENT: Statement = {
  id: 'stmt_1',
  month: '2026-10',
  chapter: { id: 'chap_7', name: '杭州市' },
  opening: '-12775',
  accrued: '25550',
  reversed: '12775',
  clawedBack: '0',
  paid: '0',
  closing: '0',
  payable: '0',
  frozen: '0',
  due: '0',
  state: 'CARRIED_OVER',
  issuedAt: '2026-11-10T02:00:00Z',
  disputeUntil: '2026-11-25',
  viewerCanDispute: true,
  payouts: [],
  disputes: [],
}

const LINES: NonNullable<MyStatementLinesQuery['statement']> = {
  id: 'stmt_1',
  lines: {
    pageInfo: { hasNextPage: false, endCursor: null },
    nodes: [
      {
        number: 1,
        kind: 'ACCRUED',
        event: 'PAYMENT_RECEIVED',
        amount: '12775',
        at: '2026-10-03T02:00:00Z',
        orderId: 'ordr_1',
        reference: 'ordr_1',
        order: { id: 'ordr_1', tierCode: 'annual', price: '36500' },
        commission: { rate: 3500, base: '36500' },
      },
      {
        number: 2,
        kind: 'REVERSED',
        event: 'REFUND_DECIDED',
        amount: '12775',
        at: '2026-10-05T02:00:00Z',
        orderId: 'ordr_2',
        reference: 'rfnd_2',
        order: null,
        commission: null,
      },
    ],
  },
}

/** What was sent to open a dispute. */
let sent: unknown[]

beforeEach(() => {
  localStorage.setItem('flotilla.language', 'zh')
  sent = []
  // jsdom has no modal dialogs.
  HTMLDialogElement.prototype.showModal = function () {
    this.open = true
  }
  HTMLDialogElement.prototype.close = function () {
    this.open = false
  }
  api.execute.mockImplementation(async (document: { toString: () => string }, variables: unknown) => {
    const text = document.toString()
    if (text.includes('query MyStatementLines')) return { statement: LINES }
    if (text.includes('query MyStatement(')) return { statement: STATEMENT }
    sent.push(variables)
    return { disputeOpen: { dispute: { id: 'disp_1' }, userErrors: [] } }
  })
})

afterEach(cleanup)

/** Opens the page of the statement on a phone with or without a network. */
function open(online = true) {
  const contact = { online, lastContactAt: null }
  const offline = { contact: { subscribe: () => () => undefined, getSnapshot: () => contact } }
  const router = createMemoryRouter([{ path: '/statements/:id', element: <StatementPage /> }], {
    initialEntries: ['/statements/stmt_1'],
  })
  render(
    <LanguageProvider>
      <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
        <OfflineProvider value={offline as unknown as Offline}>
          <RouterProvider router={router} />
        </OfflineProvider>
      </QueryClientProvider>
    </LanguageProvider>,
  )
}

describe('a statement', () => {
  it('adds up, and names the order behind each line', async () => {
    open()
    await screen.findByRole('heading', { level: 1, name: '2026年10月' })
    // The opening, and what refunds took back.
    expect(screen.getAllByText('−127.75 元', { selector: 'dd *' })).toHaveLength(2)
    expect(await screen.findByText(/订单 ordr_1/)).toBeTruthy()
    expect(screen.getByText(/按 35%/)).toBeTruthy()
    const [, second] = screen.getAllByRole('listitem')
    expect(second?.textContent).toContain('冲回 · 退款核准')
    expect(second?.textContent).toContain('−127.75 元')
    expect(second?.textContent).toContain('订单 ordr_2')
  })

  it('is objected to with an amount and a reason', async () => {
    open()
    fireEvent.click(await screen.findByRole('button', { name: '提出异议' }))
    fireEvent.change(screen.getByLabelText(/争议金额/), { target: { value: '127.75' } })
    fireEvent.change(screen.getByLabelText(/理由/), { target: { value: ' 订单 ordr_2 未退款 ' } })
    fireEvent.submit(screen.getByLabelText(/理由/))
    await waitFor(() => expect(sent).toHaveLength(1))
    expect(sent[0]).toEqual({
      input: {
        statement: 'stmt_1',
        amount: '12775',
        reason: '订单 ordr_2 未退款',
        requestKey: expect.any(String),
      },
    })
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  })

  it('is read without a network, and objected to with one', async () => {
    open(false)
    const button = await screen.findByRole('button', { name: '提出异议' })
    expect((button as HTMLButtonElement).disabled).toBe(true)
    expect(screen.getByText(/提出异议须联网进行/)).toBeTruthy()
  })
})
