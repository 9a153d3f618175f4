import { describe, expect, it } from 'vitest'
import { check } from './check'
import { pointerOf } from './path'
import { Unfinished } from './unfinished'

const SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: ['min', 'name'],
  properties: {
    min: { type: 'integer', minimum: 10_000, 'x-unit': 'fen' },
    name: { $ref: '#/$defs/name' },
    'a/b': { type: 'boolean' },
    kind: { oneOf: [{ const: 'x' }, { const: 'y' }] },
    list: { type: 'array', items: { type: 'string', minLength: 2 }, maxItems: 2 },
  },
  $defs: { name: { type: 'string', maxLength: 3, pattern: '^[a-z]+$' } },
}

function problems(value: unknown, schema: unknown = SCHEMA): Record<string, string> {
  return Object.fromEntries(check(schema, value).map(({ path, text }) => [pointerOf(path), text.zh]))
}

describe('check', () => {
  it('finds nothing wrong with what is right', () => {
    expect(check(SCHEMA, { min: 10_000, name: 'abc', list: ['ab'] })).toEqual([])
  })

  it('says what is wrong, where', () => {
    const value = { min: 5, name: 'abcd', 'a/b': 1, kind: 'z', list: ['ab', 'c', 'de'], other: 1 }
    expect(problems(value)).toEqual({
      '/min': '不能小于 100 元',
      '/name': '最多 3 个字',
      '/a~1b': '必须是是或否',
      '/kind': '不符合任何一种写法',
      '/list': '最多 2 项',
      '/list/1': '至少 2 个字',
      '/other': '这里不允许有这项内容',
    })
  })

  it('puts a missing entry where it is missing, in both languages', () => {
    expect(check(SCHEMA, {})).toEqual([
      { path: ['min'], keyword: 'required', text: { zh: '必填', en: 'Required' } },
      { path: ['name'], keyword: 'required', text: { zh: '必填', en: 'Required' } },
    ])
    expect(check({ type: 'integer' }, undefined)).toHaveLength(1)
  })

  it('always refuses text that is no value', () => {
    expect(problems({ min: new Unfinished('-', 'number'), name: 'a' })).toEqual({ '/min': '请填写数字' })
    expect(problems(new Unfinished('{', 'json'), {})).toEqual({ '': 'JSON 不完整或有误' })
    expect(problems({ list: [new Unfinished('', 'json')] }, {})).toEqual({ '/list/0': '必填' })
  })

  it('leaves to the server what it cannot check', () => {
    expect(check({ type: 'string', format: 'email' }, 'x')).toEqual([])
    expect(check({ type: 'string', pattern: '(?i)abc' }, 'x')).toEqual([])
    expect(check({ type: 'string', pattern: '^(a+)+$' }, `${'a'.repeat(50)}!`)).toEqual([])
    expect(check({ $ref: '#/$defs/none' }, 1)).toEqual([])
    expect(check('no schema', 1)).toEqual([])
  })

  it('takes a property called like a keyword for a property', () => {
    const schema = {
      type: 'object',
      properties: { format: { type: 'integer' }, pattern: { type: 'string' } },
    }
    expect(problems({ format: 'x', pattern: '(' }, schema)).toEqual({ '/format': '必须是整数' })
  })

  it('does not change the schema', () => {
    const schema = Object.freeze({
      type: 'object',
      properties: Object.freeze({ a: Object.freeze({ type: 'string' }) }),
    })
    expect(problems({ a: 1 }, schema)).toEqual({ '/a': '必须是文字' })
    expect(Object.getOwnPropertyNames(schema)).toEqual(['type', 'properties'])
  })
})
