import type { ReferralState } from '@shared/gql/schema'

/** The states of those who have joined, and of those who have paid. One that was rejected or reversed may have been either. */
const JOINED: readonly ReferralState[] = ['REGISTERED', 'CONVERTED', 'QUALIFIED', 'REWARDED']
const PAID: readonly ReferralState[] = ['CONVERTED', 'QUALIFIED', 'REWARDED']

interface Count {
  state: ReferralState
  count: number
}

/** What a link has brought that stands: how many opened it, of those how many joined, of those how many paid. */
export function brought(counts: readonly Count[]): { opened: number; registered: number; paid: number } {
  const sum = (of: (state: ReferralState) => boolean) =>
    counts.filter(({ state }) => of(state)).reduce((all, { count }) => all + count, 0)
  return {
    opened: sum(() => true),
    registered: sum(state => JOINED.includes(state)),
    paid: sum(state => PAID.includes(state)),
  }
}
