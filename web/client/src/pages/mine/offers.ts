import type { MemberStanding, OrderKind } from '@shared/gql/schema'

/** In which ways a tier can be bought by somebody who stands as they do. */
export type Way = OrderKind

/** What matters of the buyer. */
interface Buyer {
  standing: MemberStanding
  tierCode: string
}

interface Ranked {
  code: string
  rank: number
}

/** What runs on: a term that is bought now follows after it. */
const RUNNING: readonly MemberStanding[] = ['ACTIVE', 'GRACE', 'FROZEN']

/**
 * The ways to buy a tier, the likeliest first. A better tier than the one that is enjoyed may take its place now, or follow
 * it; whether the present term can be credited, the server says.
 */
export function waysToBuy(buyer: Buyer, tier: Ranked, all: readonly Ranked[]): Way[] {
  if (!RUNNING.includes(buyer.standing)) return ['PURCHASE']
  const present = all.find(each => each.code === buyer.tierCode)
  const isBetter = present !== undefined && tier.rank > present.rank
  return isBetter && buyer.standing === 'ACTIVE' ? ['UPGRADE', 'RENEWAL'] : ['RENEWAL']
}

/** Whether somebody in this standing may buy at all: not while a refund is decided, nor once erased. */
export function mayBuy(standing: MemberStanding): boolean {
  return standing !== 'REFUNDING' && standing !== 'ERASED'
}
