import type { MemberStanding } from '@shared/gql/schema'
import { type AnsweredCounts, standingCount } from '@shared/members'

/** What the table of branches counts beside the name. */
export type Measure = 'all' | 'active' | 'trial' | 'guests' | 'over'

/** By what it can be sorted. */
export type SortKey = 'name' | Measure

/** Which members each column counts; null for all. Whoever rests or asks for money back has days left still. */
const STANDINGS: Record<Measure, readonly MemberStanding[] | null> = {
  all: null,
  active: ['ACTIVE', 'FROZEN', 'REFUNDING'],
  trial: ['TRIAL'],
  guests: ['GUEST'],
  over: ['GRACE', 'LAPSED', 'REFUNDED'],
}

export const MEASURES = Object.keys(STANDINGS) as Measure[]

/** A chapter with its members, itself and with all below it. */
export interface BranchRow {
  id: string
  name: string
  /** The code of its first division, by which names are put in order. */
  code: string
  counts: Record<Measure, number>
}

interface Branch {
  id: string
  name: string
  divisions: readonly string[]
  memberCounts: AnsweredCounts | null
}

/** The row of a branch. */
export function branchRow({ id, name, divisions, memberCounts }: Branch): BranchRow {
  const count = (measure: Measure) => {
    if (!memberCounts) return 0
    const among = STANDINGS[measure]
    return among ? standingCount(memberCounts, 'subtree', among) : Number(memberCounts.subtree)
  }
  const counts = Object.fromEntries(MEASURES.map(measure => [measure, count(measure)]))
  return { id, name, code: divisions[0] ?? '', counts: counts as Record<Measure, number> }
}

/** Rows in order; those that count alike stand by their code, whichever way it goes. */
export function sortedBranches(rows: readonly BranchRow[], key: SortKey, descending: boolean): BranchRow[] {
  const sign = descending ? -1 : 1
  return rows.toSorted((one, other) => {
    const byCode = one.code.localeCompare(other.code)
    if (key === 'name') return sign * byCode
    return sign * (one.counts[key] - other.counts[key]) || byCode
  })
}
