import { emptyValue } from '@shared/policies'
import { describe, expect, it } from 'vitest'
import { isKey, readSchema, schemaText, TEMPLATES } from './templates'

describe('templates', () => {
  it.each(TEMPLATES)('$key reads back as it is written, and makes a form', ({ schema }) => {
    expect(readSchema(schemaText(schema))).toEqual({ schema })
    expect(() => emptyValue(schema)).not.toThrow()
  })
})

describe('readSchema', () => {
  it('says why a text is no schema', () => {
    expect(readSchema(' ')).toEqual({ problem: 'empty' })
    expect(readSchema('{"type":')).toEqual({ problem: 'json' })
    for (const text of ['[]', 'null', '7', '"x"']) expect(readSchema(text)).toEqual({ problem: 'object' })
  })
})

describe('isKey', () => {
  it('takes words with dots between them', () => {
    expect(['brand.logo', 'membership.annual.price', 'a1.b_2'].every(isKey)).toBe(true)
    expect(['brand', 'Brand.logo', 'brand..logo', '.logo', 'brand.', '品牌.标识', ''].some(isKey)).toBe(false)
  })
})
