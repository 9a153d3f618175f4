import { describe, expect, it } from 'vitest'
import { MOST_BYTES, problemOf, sizeText, uploadPath } from './file'

describe('a file', () => {
  it('is refused before it is sent where that can be told', () => {
    expect(problemOf({ name: 'members.CSV', size: 10 })).toBeNull()
    expect(problemOf({ name: '会员.xlsx', size: MOST_BYTES })).toBeNull()
    expect(problemOf({ name: 'members.xls', size: 10 })).toBe('kind')
    expect(problemOf({ name: 'members.csv', size: 0 })).toBe('empty')
    expect(problemOf({ name: 'members.csv', size: MOST_BYTES + 1 })).toBe('large')
  })

  it('goes with its name and with what was said of it', () => {
    const of = { chapter: 'chap_12', name: '会员 1.xlsx', sheet: ' ', consentVersion: null }
    expect(uploadPath(of)).toBe('/imports?chapter=chap_12&name=%E4%BC%9A%E5%91%98+1.xlsx')
    expect(uploadPath({ ...of, name: 'a.xlsx', sheet: 'Sheet2', consentVersion: '2026-11' })).toBe(
      '/imports?chapter=chap_12&name=a.xlsx&sheet=Sheet2&consentVersion=2026-11',
    )
  })

  it('has a size for people', () => {
    expect([512, 1536, 64 * 1024 * 1024].map(sizeText)).toEqual(['512 B', '1.5 KB', '64 MB'])
  })
})
