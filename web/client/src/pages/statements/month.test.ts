import { describe, expect, it } from 'vitest'
import { monthText, rateText, signed } from './month'

describe('a statement', () => {
  it('names its month the same wherever it is read', () => {
    expect(monthText('2026-11', 'zh')).toBe('2026年11月')
    expect(monthText('2026-01', 'en')).toBe('January 2026')
  })

  it('takes off what went, and adds what came', () => {
    expect(signed('ACCRUED', '12775')).toBe('12775')
    for (const kind of ['REVERSED', 'CLAWED_BACK', 'PAID']) expect(signed(kind, '12775')).toBe('-12775')
    expect(signed('PAID', '0')).toBe('0')
  })

  it('tells a rate in percent', () => {
    expect(rateText(3500, 'zh')).toBe('35%')
    expect(rateText(3525, 'en')).toBe('35.25%')
  })
})
