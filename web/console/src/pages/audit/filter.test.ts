import { expect, test } from 'vitest'
import { filterOf, searchOf } from './filter'

test('a search survives in the address', () => {
  const filter = {
    actor: 'acct_1',
    action: 'policies.',
    chapter: null,
    target: null,
    since: '2026-11-01T00:00:00Z',
    until: null,
  }
  expect(filterOf(searchOf(filter))).toEqual(filter)
})

test('blank parts are left open', () => {
  expect(searchOf(filterOf(new URLSearchParams('actor=%20&action=&nonsense=1'))).toString()).toBe('')
})
