import { execute, Fault } from '@shared/api'
import { useQuery } from '@tanstack/react-query'
import { SoldOrdersDocument, type SoldOrdersQuery, TiersOnSaleDocument } from '../../gql/renewals/graphql'

/** A member to whom something is sold. */
export type Buyer = NonNullable<SoldOrdersQuery['member']>

/** A member, and what they have ordered. */
export interface Sold {
  member: Buyer
  orders: SoldOrdersQuery['memberOrders']['nodes']
}

export function useSoldOrders(id: string, enabled: boolean) {
  return useQuery({
    queryKey: ['sold', id],
    queryFn: async ({ signal }): Promise<Sold> => {
      const { member, memberOrders } = await execute(SoldOrdersDocument, { member: id }, { signal })
      if (!member) throw new Fault({ code: 'NOT_FOUND', message: 'there is no such member', status: 404 })
      return { member, orders: memberOrders.nodes }
    },
    enabled,
  })
}

/** The tiers and what they cost at a chapter. */
export function useTiersOnSale(chapter: string | undefined) {
  return useQuery({
    queryKey: ['tiers', chapter],
    queryFn: async ({ signal }) =>
      (await execute(TiersOnSaleDocument, { chapter: chapter ?? '' }, { signal })).tiers,
    enabled: chapter !== undefined,
  })
}
