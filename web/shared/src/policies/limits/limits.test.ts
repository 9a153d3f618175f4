import { describe, expect, it } from 'vitest'
import { filledFrom, limitsAt, limitsOf, limitsText } from './limits'

const PRICE = {
  type: 'object',
  properties: { min: { type: 'integer' }, max: { type: 'integer' } },
  'x-unit': 'fen',
}

describe('limitsOf', () => {
  it('sees ranges, sets, objects and points as the server does', () => {
    expect(limitsOf({ min: 1, max: 9 })).toMatchObject({ kind: 'range', min: 1, max: 9, entries: {} })
    expect(limitsOf({ min: 1, unit: 'fen' })).toMatchObject({
      kind: 'range',
      min: 1,
      entries: { unit: { kind: 'point' } },
    })
    expect(limitsOf(['app'])).toMatchObject({ kind: 'set', above: ['app'] })
    expect(limitsOf({ min: 'low' })).toMatchObject({ kind: 'object', entries: { min: { kind: 'point' } } })
    expect(limitsOf({ min: 1, max: 'x' }).kind).toBe('object')
    expect(limitsOf({})).toMatchObject({ kind: 'object', entries: {} })
    expect(limitsOf(null)).toEqual({ kind: 'point', above: null })
    expect(limitsOf(365).kind).toBe('point')
  })

  it('leads to parts', () => {
    const limits = limitsOf({ price: { min: 1 }, tags: ['a'] })
    expect(limitsAt(limits, ['price', 'max'])?.kind).toBe('range')
    expect(limitsAt(limits, ['tags'])?.kind).toBe('set')
    expect(limitsAt(limits, ['tags', 0])).toBeUndefined()
    expect(limitsAt(limits, ['none'])).toBeUndefined()
    expect(limitsAt(limits, ['constructor'])).toBeUndefined()
  })
})

describe('limitsText', () => {
  it.each([
    [{ min: 30_000, max: 40_000 }, '范围：300 元 至 400 元', 'From ¥300 to ¥400'],
    [{ min: 30_000 }, '不低于 300 元', 'at least ¥300'],
    [{ max: 40_000 }, '不高于 400 元', 'at most ¥400'],
    [{ min: 100, max: 100 }, '只能是：1 元', 'Only this: ¥1'],
  ])('%j', (above, zh, en) => {
    expect(limitsText(above, PRICE, 'zh')).toBe(zh)
    expect(limitsText(above, PRICE, 'en')).toBe(en)
  })

  it('tells sets, points and objects', () => {
    expect(limitsText(['app', 'group'], {}, 'zh')).toBe('只能从中选择：app、group')
    expect(limitsText([], {}, 'en')).toBe('Nothing can be chosen')
    expect(limitsText(true, {}, 'zh')).toBe('只能是：是')
    const schema = {
      type: 'object',
      properties: { tags: { title: '渠道', type: 'array', items: { type: 'string' } } },
    }
    expect(limitsText({ tags: ['a'], n: 3 }, schema, 'zh')).toBe('渠道：只能从中选择：a；n：只能是：3')
    expect(limitsText({ min: 100, max: 900 }, { type: 'integer', 'x-unit': 'fen' }, 'zh')).toBe(
      '范围：1 元 至 9 元',
    )
  })
})

describe('filledFrom', () => {
  it('fills in what is left out, as the server does', () => {
    expect(filledFrom({ min: 1, max: 9, u: { a: 1 } }, { min: 2, u: {} })).toEqual({
      min: 2,
      max: 9,
      u: { a: 1 },
    })
    expect(filledFrom({ min: 1 }, 3)).toBe(3)
    expect(filledFrom(['a', 'b'], ['a'])).toEqual(['a'])
    expect(filledFrom({ a: 1 }, undefined)).toEqual({ a: 1 })
  })
})
