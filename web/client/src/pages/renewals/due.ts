import { execute } from '@shared/api'
import { daysLeft } from '@shared/members'
import { type DueMemberFragment, DueMembersDocument, type DueMembersQuery } from '../../gql/renewals/graphql'

/** Pages that are read of those who are due: more than a chapter calls in a month. */
const MOST_PAGES = 5

/** Who is due, and whether there are more than were read. */
export interface Due {
  members: DueMemberFragment[]
  more: boolean
}

/** The members of a chapter whose last day is near, who ends first at the head: the API lists them as they joined. */
export async function readDue(chapter: string, signal: AbortSignal): Promise<Due> {
  const members: DueMemberFragment[] = []
  let after: string | null = null
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer: DueMembersQuery = await execute(DueMembersDocument, { chapter, after }, { signal })
    const list = answer.chapter?.members
    if (!list) break
    members.push(...list.nodes)
    after = list.pageInfo.hasNextPage ? (list.pageInfo.endCursor ?? null) : null
    if (after === null) break
  }
  return { members: byLastDay(members), more: after !== null }
}

/** Who ends first comes first; those who end on one day by their id, so that a list read again looks the same. */
export function byLastDay<T extends { id: string; untilOn: string | null }>(members: readonly T[]): T[] {
  return members.toSorted(
    (one, other) => (one.untilOn ?? '').localeCompare(other.untilOn ?? '') || one.id.localeCompare(other.id),
  )
}

/** How near the end is: the last week is urgent. */
export function urgency(untilOn: string, now: number): { left: number; tone: 'bad' | 'warn' | 'info' } {
  const left = daysLeft(untilOn, now)
  return { left, tone: left <= 3 ? 'bad' : left <= 7 ? 'warn' : 'info' }
}
