import { describe, expect, it } from 'vitest'
import { codePrefix, pathOf } from './pick'

describe('what helps to choose', () => {
  it('tells chapters of one name apart by their path', () => {
    const ancestors = [
      { id: 'chap_3', name: '福州' },
      { id: 'chap_2', name: '福建' },
      { id: 'chap_1', name: '总部' },
    ]
    expect(pathOf({ ancestors })).toBe('福建 › 福州')
    expect(pathOf({ ancestors: ancestors.slice(2) })).toBe('')
  })

  it('knows what codes of a division begin with', () => {
    expect(codePrefix('330000')).toBe('33')
    expect(codePrefix('330100')).toBe('3301')
    expect(codePrefix('330106')).toBe('330106')
    expect(codePrefix('')).toBe('')
  })
})
