import { expect, it } from 'vitest'
import { brought } from './counts'

it('counts who opened a link, who joined of them, and who paid of those', () => {
  expect(brought([])).toEqual({ opened: 0, registered: 0, paid: 0 })
  expect(
    brought([
      { state: 'BOUND', count: 5 },
      { state: 'REGISTERED', count: 3 },
      { state: 'CONVERTED', count: 2 },
      { state: 'REWARDED', count: 1 },
      { state: 'REJECTED', count: 1 },
    ]),
  ).toEqual({ opened: 12, registered: 6, paid: 3 })
})
