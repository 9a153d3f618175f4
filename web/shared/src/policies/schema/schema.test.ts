import { describe, expect, it } from 'vitest'
import { fits, othersOf } from './field'
import { emptyValue, fieldsOf } from './fields'
import { pathTitle, shownValue } from './shown'
import { Unfinished } from './unfinished'

/** The schema of the membership price, as an installation is seeded with it. */
const PRICE = {
  type: 'object',
  additionalProperties: false,
  required: ['min', 'max'],
  properties: { min: { type: 'integer', minimum: 0 }, max: { type: 'integer', minimum: 0 } },
}

const EVENT = {
  $defs: { name: { type: 'string', title: '名称', minLength: 1 } },
  title: '活动',
  type: 'object',
  required: ['name', 'kind', 'fee', 'places'],
  properties: {
    name: { $ref: '#/$defs/name', description: '对外的名称' },
    kind: {
      title: '形式',
      oneOf: [
        { const: 'on', title: '线上' },
        { const: 'off', title: '线下' },
      ],
    },
    fee: { title: '费用（分）', type: 'integer', default: 0 },
    places: { type: 'array', items: { type: 'string' } },
    tags: { type: 'array', items: { enum: ['a', 'b'] }, uniqueItems: true },
    open: { type: 'boolean' },
    note: { type: ['string', 'null'] },
    rule: { anyOf: [{ type: 'string' }, { type: 'number' }] },
    version: { const: 2 },
  },
}

describe('fieldsOf', () => {
  it('draws the seeded policies', () => {
    const price = fieldsOf(PRICE, { policyKey: 'membership.annual.price', title: '年费会员价格(分)' })
    expect(price).toMatchObject({ kind: 'object', isRange: true, title: '年费会员价格', hasOthers: false })
    expect(
      price.kind === 'object' && price.fields.map(each => [each.name, each.kind === 'number' && each.unit]),
    ).toEqual([
      ['min', 'fen'],
      ['max', 'fen'],
    ])
    expect(fieldsOf({ type: 'integer', minimum: 0, maximum: 31 })).toMatchObject({
      kind: 'number',
      maximum: 31,
    })
    expect(fieldsOf({ type: 'string', minLength: 1, maxLength: 200 })).toMatchObject({
      kind: 'text',
      format: 'plain',
    })
  })

  it('draws every kind', () => {
    const event = fieldsOf(EVENT)
    const kinds = event.kind === 'object' ? event.fields.map(({ name, kind }) => `${name}:${kind}`) : []
    expect(kinds).toEqual([
      'name:text',
      'kind:choice',
      'fee:number',
      'places:list',
      'tags:choices',
      'open:boolean',
      'note:text',
      'rule:json',
      'version:choice',
    ])
    expect(event.kind === 'object' && event.fields[0]).toMatchObject({
      title: '名称',
      description: '对外的名称',
      required: true,
    })
    expect(event.kind === 'object' && event.fields[2]).toMatchObject({ title: '费用', unit: 'fen' })
    expect(event.kind === 'object' && event.fields[6]).toMatchObject({ nullable: true, required: false })
  })

  it.each([
    ['nothing known', {}],
    ['true', true],
    ['no schema at all', 'x'],
    ['a map', { type: 'object', additionalProperties: { type: 'integer' } }],
    ['a tuple', { type: 'array', prefixItems: [{ type: 'integer' }], items: { type: 'string' } }],
    ['several types', { type: ['string', 'integer'] }],
    ['a reference to nothing', { $ref: '#/$defs/none' }],
    ['a reference to itself', { $ref: '#' }],
    ['parts that clash', { allOf: [{ type: 'string' }, { type: 'integer' }] }],
  ])('leaves %s to JSON', (_, schema) => {
    expect(fieldsOf(schema).kind).toBe('json')
  })

  it('ends where a schema does not', () => {
    const list = { type: 'array', items: { $ref: '#' } }
    let field = fieldsOf(list)
    while (field.kind === 'list') field = field.item
    expect(field.kind).toBe('json')
  })

  it('lays allOf together', () => {
    const field = fieldsOf({
      allOf: [
        { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] },
        { type: 'object', properties: { b: { type: 'integer' } }, required: ['b'] },
      ],
    })
    expect(field.kind === 'object' && field.fields.map(each => [each.name, each.required])).toEqual([
      ['a', true],
      ['b', true],
    ])
  })

  it('finds money by unit, title, name or key, and only whole numbers', () => {
    const unit = (schema: object, hints = {}) => {
      const field = fieldsOf(schema, hints)
      return field.kind === 'number' ? field.unit : field.kind
    }
    expect(unit({ type: 'integer', 'x-unit': 'fen' })).toBe('fen')
    expect(unit({ type: 'integer', title: '押金（分）' })).toBe('fen')
    expect(unit({ type: 'integer' }, { policyKey: 'event.fee_fen' })).toBe('fen')
    expect(unit({ type: 'integer' }, { policyKey: 'membership.annual.price' })).toBe('fen')
    expect(unit({ type: 'number' }, { policyKey: 'membership.annual.price' })).toBeUndefined()
    expect(unit({ type: 'integer', 'x-unit': 'days' }, { policyKey: 'a.price' })).toBeUndefined()
    expect(unit({ type: 'integer', title: '得分' })).toBeUndefined()
    const nested = fieldsOf(
      { type: 'object', properties: { count: { type: 'integer' } } },
      { policyKey: 'a.price' },
    )
    expect(nested.kind === 'object' && nested.fields[0]).not.toHaveProperty('unit', 'fen')
  })
})

describe('values', () => {
  it('starts with constants and defaults only', () => {
    expect(emptyValue(EVENT)).toEqual({ fee: 0, places: [] })
    expect(emptyValue(PRICE)).toEqual({})
    expect(emptyValue({ type: 'integer' })).toBeUndefined()
    expect(emptyValue({ const: 'x' })).toBe('x')
    expect(shownValue(fieldsOf({ title: '版本', const: 2 }), 2, 'zh')).toBe('2')
    expect(emptyValue({ type: 'object', properties: { v: { const: 1 } }, required: ['v'] })).toEqual({ v: 1 })
  })

  it('knows which values a field cannot draw', () => {
    const event = fieldsOf(EVENT)
    expect(fits(event, {})).toBe(true)
    expect(fits(event, [1])).toBe(false)
    expect(fits(fieldsOf({ type: 'integer' }), '3')).toBe(false)
    expect(fits(fieldsOf({ type: 'integer' }), new Unfinished('-', 'number'))).toBe(true)
    expect(fits(fieldsOf({ type: 'array', items: { enum: ['a'] } }), ['a', 'a'])).toBe(false)
    expect(fits(fieldsOf({ type: ['string', 'null'] }), null)).toBe(true)
    expect(event.kind === 'object' && othersOf(event, { name: 'x', left: 1 })).toEqual({ left: 1 })
    expect(event.kind === 'object' && othersOf(event, { name: 'x' })).toBeUndefined()
  })

  it('reads to people', () => {
    const price = fieldsOf(PRICE, { policyKey: 'membership.annual.price' })
    expect(shownValue(price, { min: 30_000, max: 40_050 }, 'zh')).toBe('300 元 至 400.50 元')
    expect(shownValue(price, { min: 30_000 }, 'en')).toBe('at least ¥300')
    expect(shownValue(price, { max: 1_234_567_00 }, 'zh')).toBe('不高于 1,234,567 元')
    expect(shownValue(price, { min: 1, other: 2 }, 'zh')).toBeUndefined()
    const event = fieldsOf(EVENT)
    const part = (name: string) =>
      event.kind === 'object' ? event.fields.find(each => each.name === name) : undefined
    expect(shownValue(part('kind'), 'on', 'zh')).toBe('线上')
    expect(shownValue(part('kind'), 'gone', 'zh')).toBe('gone')
    expect(shownValue(part('open'), false, 'zh')).toBe('否')
    expect(shownValue(part('tags'), ['a', 'b'], 'zh')).toBe('a、b')
    expect(shownValue(part('places'), [{ x: 1 }], 'zh')).toBeUndefined()
    expect(pathTitle(event, ['places', 1], 'zh')).toBe('places › 第 2 项')
    expect(pathTitle(price, ['min'], 'en')).toBe('Lowest')
  })
})
