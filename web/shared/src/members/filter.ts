import type { MemberStanding } from '@shared/gql/schema'
import { STANDING_KEYS } from '@shared/i18n'

/** How far ahead "due soon" looks, in days. */
export const DUE_DAYS = 30

/** Which members of a chapter a list shows; null where it does not matter. */
export interface MemberFilter {
  standing: MemberStanding | null
  tier: string | null
  /** Only those whose last day is near. */
  due: boolean
}

/** The arguments of `Chapter.members` for a filter. */
export function listArguments({ standing, tier, due }: MemberFilter) {
  return { standing, tier, dueWithin: due ? DUE_DAYS : null }
}

/** The standing that a text names; null for what is none, as it may come from an address. */
export function standingOf(text: string | null): MemberStanding | null {
  return STANDING_KEYS.find(standing => standing === text) ?? null
}

/** What a phone offers to narrow its list by: one thing at a time. */
export type Choice = 'ALL' | 'DUE' | MemberStanding

/** The filter of a choice. */
export function filterOfChoice(choice: Choice): MemberFilter {
  const isStanding = choice !== 'ALL' && choice !== 'DUE'
  return { standing: isStanding ? choice : null, tier: null, due: choice === 'DUE' }
}
