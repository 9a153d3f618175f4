import { describe, expect, it } from 'vitest'
import { ownersOf, sidesOf } from './ledger'

describe('the two sides of the books', () => {
  it('weigh the same, beyond what a number of JavaScript holds', () => {
    const sides = sidesOf([
      { kind: 'PROVIDER_MONEY', balance: '9007199254740993' },
      { kind: 'CHAPTER_CASH', balance: '36500' },
      { kind: 'HQ_REVENUE', balance: '9007199254764718' },
      { kind: 'CHAPTER_ACCRUED', balance: '12775' },
    ])
    expect(sides.debitSum).toBe('9007199254777493')
    expect(sides.balanced).toBe(true)
    expect(sides.credit.map(({ kind }) => kind)).toEqual(['HQ_REVENUE', 'CHAPTER_ACCRUED'])
  })

  it('are told to differ where they do', () => {
    expect(sidesOf([{ kind: 'PROVIDER_MONEY', balance: '1' }]).balanced).toBe(false)
    expect(sidesOf([]).balanced).toBe(true)
  })
})

describe('an account', () => {
  it('is of headquarters, a chapter or a member', () => {
    expect(ownersOf('HQ_REVENUE')).toBe('headquarters')
    expect(ownersOf('CHAPTER_PAYABLE')).toBe('chapters')
    expect(ownersOf('REFUND_PAYABLE')).toBe('members')
  })
})
