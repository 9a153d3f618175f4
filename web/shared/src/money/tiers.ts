import { type Language, TIER_KEYS, tierName } from '@shared/i18n'

/** What is known of a tier where it is offered. */
export interface OfferedTier {
  code: string
  name: string
  days: number
  rank: number
  active: boolean
  /** In fen; null where it cannot be bought. */
  price: string | null
  /** What it costs at the buyer's home; null where that is not known. */
  priceAt?: { price: string } | null
}

/** The tiers that can be bought, the lowest first. */
export function forSale<T extends OfferedTier>(tiers: readonly T[]): T[] {
  return tiers.filter(tier => tier.active && priceOf(tier) !== null).toSorted((a, b) => a.rank - b.rank)
}

/** What a tier costs here: the home's price, else headquarters'. */
export function priceOf(tier: OfferedTier): string | null {
  return tier.priceAt?.price ?? tier.price
}

/** What a tier is called: as headquarters names it, which is Chinese; those built in have an English name too. */
export function tierTitle(language: Language, tier: { code: string; name: string }): string {
  return language !== 'zh' && TIER_KEYS.includes(tier.code) ? tierName(language, tier.code) : tier.name
}
