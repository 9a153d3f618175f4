import { describe, expect, it } from 'vitest'
import { rateText, splitOf } from './split'

describe('the split of an order', () => {
  it('gives headquarters what nobody else earns', () => {
    const shares = [{ amount: '12775', reversed: '0', chapter: {} }]
    expect(splitOf({ price: '36500', refunded: '0' }, shares)).toEqual({
      chapters: 127.75,
      promoters: 0,
      headquarters: 237.25,
      gone: 0,
    })
  })

  it('leaves nobody anything of what went back', () => {
    const shares = [
      { amount: '12775', reversed: '12775', chapter: {} },
      { amount: '3650', reversed: '3650', chapter: null },
    ]
    expect(splitOf({ price: '36500', refunded: '36500' }, shares)).toEqual({
      chapters: 0,
      promoters: 0,
      headquarters: 0,
      gone: 365,
    })
  })

  it('tells rates to their last place', () => {
    expect([3500, 2250, 1, 0].map(rateText)).toEqual(['35%', '22.5%', '0.01%', '0%'])
  })
})
