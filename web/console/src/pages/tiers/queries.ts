import { execute } from '@shared/api'
import { useQuery } from '@tanstack/react-query'
import { TierPricesDocument, type TierPricesQuery, TiersDocument, type TiersQuery } from '../../gql/graphql'

/** A tier as headquarters keeps it. */
export type TierFacts = TiersQuery['tiers'][number]

/** A tier that can be bought, with what it costs at one chapter. */
export interface PricedTier {
  tier: TierPricesQuery['tiers'][number]
  at: NonNullable<TierPricesQuery['tiers'][number]['priceAt']>
}

/** All tiers, and what the reader may do at headquarters. */
export function useTiers() {
  return useQuery({
    queryKey: ['tiers'],
    queryFn: ({ signal }) => execute(TiersDocument, {}, { signal }),
  })
}

/** What can be bought costs at a chapter. */
export function useTierPrices(chapter: string) {
  return useQuery({
    queryKey: ['chapter', chapter, 'tier-prices'],
    queryFn: async ({ signal }) => {
      const { tiers } = await execute(TierPricesDocument, { chapter }, { signal })
      return tiers.flatMap(tier => (tier.priceAt ? [{ tier, at: tier.priceAt }] : []))
    },
  })
}
