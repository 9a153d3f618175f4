import type { MemberStanding } from '@shared/gql/schema'
import { STANDING_KEYS, TIER_KEYS } from '@shared/i18n'

/** Counts of a chapter as the API answers them; numbers of 64 bits travel as text. */
export interface AnsweredCounts {
  own: string
  subtree: string
  byTier: readonly { tier: string; standing: MemberStanding; own: string; subtree: string }[]
}

/** Whether only the chapter itself is counted, or all below it too. */
export type Scope = 'own' | 'subtree'

/** Members of one tier, by standing. */
export interface TierRow {
  tier: string
  total: number
  by: ReadonlyMap<MemberStanding, number>
}

/** Members by tier and standing. */
export interface CountTable {
  total: number
  /** The standings that anybody has, in the order in which one passes through them. */
  standings: MemberStanding[]
  rows: TierRow[]
  /** All tiers together. */
  by: ReadonlyMap<MemberStanding, number>
}

/** The table of what was counted. Tiers that are built in come first, others by their code. */
export function countTable(counts: AnsweredCounts, scope: Scope): CountTable {
  const rows = new Map<string, Map<MemberStanding, number>>()
  const all = new Map<MemberStanding, number>()
  for (const entry of counts.byTier) {
    const members = Number(entry[scope])
    if (members === 0) continue
    const row = rows.get(entry.tier) ?? new Map<MemberStanding, number>()
    rows.set(entry.tier, row.set(entry.standing, (row.get(entry.standing) ?? 0) + members))
    all.set(entry.standing, (all.get(entry.standing) ?? 0) + members)
  }
  return {
    total: Number(counts[scope]),
    standings: STANDING_KEYS.filter(standing => all.has(standing)),
    rows: [...rows]
      .map(([tier, by]) => ({ tier, by, total: sum(by.values()) }))
      .sort((one, other) => rank(one.tier) - rank(other.tier) || one.tier.localeCompare(other.tier)),
    by: all,
  }
}

/** How many members stand in one of some ways. */
export function standingCount(
  counts: AnsweredCounts,
  scope: Scope,
  among: readonly MemberStanding[],
): number {
  return sum(counts.byTier.filter(each => among.includes(each.standing)).map(each => Number(each[scope])))
}

/** The tiers to choose from: those built in, and whatever else anybody has. */
export function tiersOf(counts: AnsweredCounts | null | undefined): string[] {
  const others = (counts?.byTier ?? []).map(each => each.tier).filter(tier => !TIER_KEYS.includes(tier))
  return [...TIER_KEYS, ...new Set(others)]
}

function sum(numbers: Iterable<number>): number {
  let total = 0
  for (const each of numbers) total += each
  return total
}

function rank(tier: string): number {
  const at = TIER_KEYS.indexOf(tier)
  return at < 0 ? TIER_KEYS.length : at
}
