import type { DeliveryState } from '@shared/gql/schema'

/** The page of a policy. */
export function policyPath(key: string): string {
  return `/policies/${encodeURIComponent(key)}`
}

/** Where a new version of a policy is written. */
export function draftPath(key: string): string {
  return `${policyPath(key)}/draft`
}

/** The page of a version. */
export function versionPath(id: string): string {
  return `/policies/versions/${encodeURIComponent(id)}`
}

/** Where a version is seen landing; on a branch, and with the chapters of a state listed, if wished. */
export function rolloutPath(id: string, at: { within?: string; state?: DeliveryState } = {}): string {
  const sought = new URLSearchParams()
  if (at.within) sought.set('within', at.within)
  if (at.state) sought.set('state', at.state)
  const query = sought.toString()
  return `${versionPath(id)}/rollout${query ? `?${query}` : ''}`
}
