import { execute, Fault } from '@shared/api'
import { type QueryClient, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import {
  MyMembershipDocument,
  type MyMembershipQuery,
  MyOrderDocument,
  type MyOrderQuery,
  MyOrdersDocument,
  MyPointsDocument,
  PricesAtHomeDocument,
  TiersForMeDocument,
  type TiersForMeQuery,
} from '../../gql/mine/graphql'
import { currentQuery } from '../../offline'

/*
 * What a member reads of themselves. It is their own, on their own phone: it is kept, sealed, for the time without a network.
 * What a key names beside its kind stands in an object: what stands there as a text is taken for a chapter, see `serves`.
 */

/** Oneself as a member. */
export type Me = NonNullable<MyMembershipQuery['myMembership']>

/** A tier as it is offered to oneself. */
export type OfferedToMe = TiersForMeQuery['tiers'][number] & { priceAt: { price: string } | null }

/** One's own order, as its page knows it. */
export type MyOrder = NonNullable<MyOrderQuery['order']>

/** Oneself; null for who has not joined. */
export function useMe() {
  return useQuery({
    ...currentQuery,
    queryKey: ['mine'],
    queryFn: async ({ signal }) => (await execute(MyMembershipDocument, {}, { signal })).myMembership,
  })
}

/** What is for sale, at the price of one's home as far as that is known. */
export function useTiersForMe(home: string | null) {
  return useQuery({
    ...currentQuery,
    queryKey: ['my-tiers', { home }],
    queryFn: async ({ signal }): Promise<OfferedToMe[]> => {
      const [{ tiers }, local] = await Promise.all([
        execute(TiersForMeDocument, {}, { signal }),
        home === null ? null : execute(PricesAtHomeDocument, { home }, { signal }),
      ])
      const prices = new Map(local?.tiers.map(tier => [tier.code, tier.priceAt]))
      return tiers.map(tier => ({ ...tier, priceAt: prices.get(tier.code) ?? null }))
    },
  })
}

export function useMyOrders(member: string) {
  return useInfiniteQuery({
    ...currentQuery,
    queryKey: ['my-orders', { member }],
    queryFn: async ({ signal, pageParam }) =>
      (await execute(MyOrdersDocument, { member, after: pageParam }, { signal })).memberOrders,
    initialPageParam: null as string | null,
    getNextPageParam: ({ pageInfo }) => (pageInfo.hasNextPage ? pageInfo.endCursor : undefined),
  })
}

/** How often an order that is being paid elsewhere is looked at, in milliseconds. */
const LOOK_MS = 3000

export function useMyOrder(id: string) {
  return useQuery({
    ...currentQuery,
    queryKey: ['my-order', { id }],
    queryFn: async ({ signal }) => {
      const { order } = await execute(MyOrderDocument, { id }, { signal })
      if (!order) throw new Fault({ code: 'NOT_FOUND', message: 'there is no such order', status: 404 })
      return order
    },
    // Whoever pays does so with somebody else, who tells the server and not this page.
    refetchInterval: ({ state }) => (state.data && isBeingPaid(state.data) ? LOOK_MS : false),
  })
}

/** Whether a payment of an order is under way. */
export function isBeingPaid(order: MyOrder): boolean {
  return order.state === 'OPEN' && order.payments.some(payment => payment.state === 'STARTED')
}

export function useMyPoints() {
  return useInfiniteQuery({
    ...currentQuery,
    queryKey: ['my-points'],
    queryFn: async ({ signal, pageParam }) =>
      (await execute(MyPointsDocument, { after: pageParam }, { signal })).myMembership,
    initialPageParam: null as string | null,
    getNextPageParam: member =>
      member?.pointsEntries.pageInfo.hasNextPage ? member.pointsEntries.pageInfo.endCursor : undefined,
  })
}

/** Reads anew what a change of oneself may show in. */
export function readMineAgain(queries: QueryClient): void {
  for (const key of ['mine', 'my-orders', 'my-order', 'my-points'])
    void queries.invalidateQueries({ queryKey: [key] })
}
