import { describe, expect, it } from 'vitest'
import { mayBuy, waysToBuy } from './offers'

const TIERS = [
  { code: 'trial', rank: 10 },
  { code: 'annual', rank: 20 },
  { code: 'gold', rank: 30 },
]
const [, annual, gold] = TIERS as [never, { code: string; rank: number }, { code: string; rank: number }]

describe('a tier', () => {
  it('is bought by whoever has none that runs', () => {
    for (const standing of ['GUEST', 'TRIAL', 'LAPSED', 'REFUNDED'] as const)
      expect(waysToBuy({ standing, tierCode: 'annual' }, gold, TIERS)).toEqual(['PURCHASE'])
  })

  it('is renewed by whoever has it, or a better one', () => {
    for (const standing of ['ACTIVE', 'GRACE', 'FROZEN'] as const) {
      expect(waysToBuy({ standing, tierCode: 'annual' }, annual, TIERS)).toEqual(['RENEWAL'])
      expect(waysToBuy({ standing, tierCode: 'gold' }, annual, TIERS)).toEqual(['RENEWAL'])
    }
  })

  it('takes the place of a lower one that runs, or follows it', () => {
    expect(waysToBuy({ standing: 'ACTIVE', tierCode: 'annual' }, gold, TIERS)).toEqual(['UPGRADE', 'RENEWAL'])
    expect(waysToBuy({ standing: 'FROZEN', tierCode: 'annual' }, gold, TIERS)).toEqual(['RENEWAL'])
  })

  it('is not for who is being refunded', () => {
    expect(mayBuy('REFUNDING')).toBe(false)
    expect(mayBuy('GUEST')).toBe(true)
  })
})
