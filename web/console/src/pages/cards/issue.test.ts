import { describe, expect, it } from 'vitest'
import { codesFile } from './issue'

describe('the file of codes', () => {
  it('has a line for each, and the title of nobody is a formula', () => {
    const batch = { title: '=春节,赠卡', days: 30, expiresOn: '2027-03-01' }
    const text = codesFile(
      batch,
      ['AAAA-BBBB-CCCC-DDDD', 'EEEE-FFFF-GGGG-HHHH'],
      ['卡号', '批次', '天数', '失效日'],
    )
    expect(text.split('\r\n')).toEqual([
      '\uFEFF卡号,批次,天数,失效日',
      'AAAA-BBBB-CCCC-DDDD,"\'=春节,赠卡",30,2027-03-01',
      'EEEE-FFFF-GGGG-HHHH,"\'=春节,赠卡",30,2027-03-01',
      '',
    ])
  })
})
