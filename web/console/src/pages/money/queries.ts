import { execute, Fault } from '@shared/api'
import type { OrderState } from '@shared/gql/schema'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import {
  ChapterOrdersDocument,
  InvoicesWaitingDocument,
  OddPaymentsDocument,
  OrderEntriesDocument,
  OrderFactsDocument,
  type OrderFactsQuery,
  OrderInvoicesDocument,
  OrderNoticesDocument,
  OrderSharesDocument,
  OrdersOfMemberDocument,
  RefundsWaitingDocument,
} from '../../gql/graphql'
import type { PageOf } from '../chapters/chapter/paging'

/** An order as its page knows it. */
export type OrderFacts = NonNullable<OrderFactsQuery['order']>

/** What is there, or the fault that says that it is not. */
export function present<T>(thing: T | null | undefined): T {
  if (thing === null || thing === undefined) {
    throw new Fault({ code: 'NOT_FOUND', message: 'there is no such thing, or not to be seen', status: 404 })
  }
  return thing
}

/** Orders of those at home in a chapter, page by page. */
export function useChapterOrders(chapter: string, state: OrderState | null, page: PageOf) {
  return useQuery({
    queryKey: ['chapter', chapter, 'orders', state, page],
    queryFn: async ({ signal }) =>
      (await execute(ChapterOrdersDocument, { chapter, state, ...page }, { signal })).orders,
    placeholderData: keepPreviousData,
  })
}

/** A member's orders, page by page. */
export function useMemberOrders(member: string, page: PageOf) {
  return useQuery({
    queryKey: ['member', member, 'orders', page],
    queryFn: async ({ signal }) =>
      (await execute(OrdersOfMemberDocument, { member, ...page }, { signal })).memberOrders,
    placeholderData: keepPreviousData,
  })
}

export function useOrder(id: string) {
  return useQuery({
    queryKey: ['order', id, 'facts'],
    queryFn: async ({ signal }) => present((await execute(OrderFactsDocument, { id }, { signal })).order),
  })
}

/*
 * What else is known of an order, in the pieces that need a right of their own: a field that may not be read fails its whole
 * operation.
 */

export function useShares(id: string) {
  return useQuery({
    queryKey: ['order', id, 'shares'],
    queryFn: async ({ signal }) =>
      present((await execute(OrderSharesDocument, { id }, { signal })).order).commissions,
  })
}

export function useOrderEntries(id: string) {
  return useQuery({
    queryKey: ['order', id, 'entries'],
    queryFn: async ({ signal }) =>
      present((await execute(OrderEntriesDocument, { id }, { signal })).order).ledgerEntries,
  })
}

export function useOrderInvoices(id: string) {
  return useQuery({
    queryKey: ['order', id, 'invoices'],
    queryFn: async ({ signal }) =>
      present((await execute(OrderInvoicesDocument, { id }, { signal })).order).invoices,
  })
}

/** What providers told of an order's payments, in one list. */
export function useNotices(id: string) {
  return useQuery({
    queryKey: ['order', id, 'notices'],
    queryFn: async ({ signal }) =>
      present((await execute(OrderNoticesDocument, { id }, { signal })).order).payments.flatMap(payment =>
        payment.notices.map(notice => ({ ...notice, reference: payment.reference })),
      ),
  })
}

export function useRefundsWaiting() {
  return useQuery({
    queryKey: ['refunds-waiting'],
    queryFn: async ({ signal }) => (await execute(RefundsWaitingDocument, {}, { signal })).refundsWaiting,
  })
}

export function useOddPayments() {
  return useQuery({
    queryKey: ['odd-payments'],
    queryFn: async ({ signal }) => (await execute(OddPaymentsDocument, {}, { signal })).paymentsMismatched,
  })
}

export function useInvoicesWaiting() {
  return useQuery({
    queryKey: ['invoices-waiting'],
    queryFn: async ({ signal }) => (await execute(InvoicesWaitingDocument, {}, { signal })).invoicesWaiting,
  })
}
