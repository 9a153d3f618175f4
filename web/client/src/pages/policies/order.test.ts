import { expect, test } from 'vitest'
import type { DeliveryCardFragment } from '../../gql/graphql'
import { byUrgency, isOpen } from './order'

function delivery(state: DeliveryCardFragment['state'], dueAt: string | null, deliveredAt: string) {
  return { state, dueAt, deliveredAt } as DeliveryCardFragment
}

test('what is late comes first, then what is due soonest, then the rest by age', () => {
  const late = delivery('OVERDUE', '2026-01-02T00:00:00Z', '2026-01-01T00:00:00Z')
  const soon = delivery('READ', '2026-01-05T00:00:00Z', '2026-01-03T00:00:00Z')
  const later = delivery('DELIVERED', '2026-01-09T00:00:00Z', '2026-01-04T00:00:00Z')
  const newer = delivery('ACKNOWLEDGED', null, '2026-01-08T00:00:00Z')
  const older = delivery('ACKNOWLEDGED', null, '2026-01-01T00:00:00Z')
  expect([older, later, newer, soon, late].sort(byUrgency)).toEqual([late, soon, later, newer, older])
})

test('only what asks for something is open', () => {
  const states = ['DELIVERED', 'READ', 'OVERDUE', 'ACKNOWLEDGED', 'STALE', 'EXEMPT', 'QUEUED'] as const
  expect(states.filter(state => isOpen({ state }))).toEqual(['DELIVERED', 'READ', 'OVERDUE'])
})
