import { describe, expect, it } from 'vitest'
import { pointerOf, readValue, same, stepsOf, writeValue } from './path'

describe('readValue', () => {
  it('follows names and places', () => {
    expect(readValue({ a: [{ 'b.c': 1 }] }, ['a', 0, 'b.c'])).toBe(1)
    expect(readValue({ a: 1 }, ['a', 'b'])).toBeUndefined()
    expect(readValue({}, ['constructor'])).toBeUndefined()
    expect(readValue({}, ['__proto__', 'x'])).toBeUndefined()
  })
})

describe('writeValue', () => {
  it('leaves the old value alone and makes what is missing', () => {
    const before = { a: { b: 1 }, c: [1, 2] }
    expect(writeValue(before, ['a', 'b'], 2)).toEqual({ a: { b: 2 }, c: [1, 2] })
    expect(writeValue(before, ['c', 0], undefined)).toEqual({ a: { b: 1 }, c: [2] })
    expect(writeValue(before, ['a', 'b'], undefined)).toEqual({ a: {}, c: [1, 2] })
    expect(writeValue(undefined, ['x', 0, 'y'], 1)).toEqual({ x: [{ y: 1 }] })
    expect(before).toEqual({ a: { b: 1 }, c: [1, 2] })
  })

  it('keeps the order of entries', () => {
    expect(Object.keys(writeValue({ a: 1, b: 2 }, ['a'], 3) as object)).toEqual(['a', 'b'])
  })

  it('writes an entry called __proto__ like any other', () => {
    const written = writeValue({}, ['__proto__'], { polluted: true }) as object
    expect(Object.keys(written)).toEqual(['__proto__'])
    expect(Object.getPrototypeOf(written)).toBe(Object.prototype)
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  })
})

describe('pointers', () => {
  it('come back as they went', () => {
    const path = ['a/b', '~c', '年费', '50%', 0]
    expect(stepsOf(pointerOf(path))).toEqual(path.map(String))
    expect(pointerOf([])).toBe('')
    expect(stepsOf('#/a%20b')).toEqual(['a b'])
  })
})

describe('same', () => {
  it('compares by meaning', () => {
    expect(same({ a: 1, b: [2] }, { b: [2], a: 1 })).toBe(true)
    expect(same({ a: 1 }, { a: 1, b: undefined })).toBe(false)
    expect(same([1, 2], [2, 1])).toBe(false)
    expect(same(1, '1')).toBe(false)
    expect(same(null, {})).toBe(false)
  })
})
