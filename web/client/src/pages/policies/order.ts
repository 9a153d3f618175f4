import type { DeliveryCardFragment } from '../../gql/graphql'

/** Whether a delivery still asks something of the helmsman: to be read, or to be acknowledged. */
export function isOpen({ state }: Pick<DeliveryCardFragment, 'state'>): boolean {
  return state === 'DELIVERED' || state === 'READ' || state === 'OVERDUE'
}

/** The overdue first, then by deadline, then the newest. */
export function byUrgency(a: DeliveryCardFragment, b: DeliveryCardFragment): number {
  return rank(a) - rank(b) || due(a) - due(b) || Date.parse(b.deliveredAt) - Date.parse(a.deliveredAt)
}

function rank({ state }: DeliveryCardFragment): number {
  if (state === 'OVERDUE') return 0
  return isOpen({ state }) ? 1 : 2
}

function due({ dueAt }: DeliveryCardFragment): number {
  return dueAt ? Date.parse(dueAt) : Number.MAX_SAFE_INTEGER
}
