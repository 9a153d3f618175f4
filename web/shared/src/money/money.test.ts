import { describe, expect, it } from 'vitest'
import { csvText } from './csv'
import { fenOf, fenText, yuanText } from './fen'

describe('amounts', () => {
  it('are told in yuan, to the fen and of any size', () => {
    expect(fenText('36500', 'zh')).toBe('365 元')
    expect(fenText('-1234567', 'zh')).toBe('−12,345.67 元')
    expect(fenText('5', 'en')).toBe('¥0.05')
    expect(fenText('900719925474099301', 'en')).toBe('¥9,007,199,254,740,993.01')
  })

  it('stand in files without grouping', () => {
    expect(['0', '-5', '36500'].map(yuanText)).toEqual(['0.00', '-0.05', '365.00'])
  })

  it('are read by their digits', () => {
    expect(['365', '365.5', '１，２３４。０５', '1.15', '.5'].map(fenOf)).toEqual([
      '36500',
      '36550',
      '123405',
      '115',
      '50',
    ])
    expect(['', 'x', '1.234', '-5', '.'].map(fenOf)).toEqual([null, null, null, null, null])
  })
})

describe('CSV', () => {
  it('quotes what would end a cell, and lets nothing be a formula', () => {
    expect(csvText([['a,b', 'say "x"', '=1+1', '-5.00', '@x']])).toBe(
      '\uFEFF"a,b","say ""x""",\'=1+1,-5.00,\'@x\r\n',
    )
  })
})
