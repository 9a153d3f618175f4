import { afterEach, describe, expect, it, vi } from 'vitest'
import { diffTexts } from './diffTexts'
import { diffValues } from './diffValues'

afterEach(() => vi.unstubAllGlobals())

describe('diffValues', () => {
  it('tells what was added, removed and changed', () => {
    expect(diffValues({ a: 1, b: 2, c: { d: 1 } }, { a: 1, c: { d: 2 }, e: 3 })).toEqual([
      { kind: 'changed', path: ['c', 'd'], before: 1, after: 2 },
      { kind: 'added', path: ['e'], before: undefined, after: 3 },
      { kind: 'removed', path: ['b'], before: 2, after: undefined },
    ])
    expect(diffValues({ a: 1, b: 2 }, { b: 2, a: 1 })).toEqual([])
  })

  it('sees lists as sets', () => {
    expect(diffValues(['a', 'b', 'c'], ['c', 'a', 'd', 'e'])).toEqual([
      { kind: 'removed', path: [1], before: 'b', after: undefined },
      { kind: 'added', path: [2], before: undefined, after: 'd' },
      { kind: 'added', path: [3], before: undefined, after: 'e' },
    ])
    expect(diffValues([{ n: 1 }, { n: 2 }], [{ n: 1 }, { n: 3 }])).toEqual([
      { kind: 'changed', path: [1, 'n'], before: 2, after: 3 },
    ])
    expect(diffValues(['a'], ['b']).map(({ kind }) => kind)).toEqual(['removed', 'added'])
    expect(diffValues([1, 2], [2, 1])).toEqual([{ kind: 'changed', path: [], before: [1, 2], after: [2, 1] }])
    expect(diffValues([1], [1, 1])).toEqual([{ kind: 'added', path: [1], before: undefined, after: 1 }])
  })

  it('tells a change of kind as a whole', () => {
    expect(diffValues({ min: 1 }, 1)).toEqual([{ kind: 'changed', path: [], before: { min: 1 }, after: 1 }])
    expect(diffValues(undefined, 1)).toEqual([{ kind: 'added', path: [], before: undefined, after: 1 }])
  })
})

describe('diffTexts', () => {
  const BEFORE = '# 年费\n\n各分会可在 300 至 400 元之间定价。\n\n不得低于下限。\n'
  const AFTER = '# 年费\n\n各分会可在 320 至 400 元之间定价。\n\n不得低于下限。\n即日起执行。\n'

  function whole(side: 'removed' | 'added'): string {
    const runs = diffTexts(BEFORE, AFTER)
    return runs
      .filter(({ kind }) => kind === 'same' || kind === side)
      .map(({ text }) => text)
      .join('')
  }

  it('can be put together to both texts', () => {
    expect(whole('removed')).toBe(BEFORE)
    expect(whole('added')).toBe(AFTER)
  })

  it('marks words, not whole lines', () => {
    const changed = diffTexts(BEFORE, AFTER).filter(({ kind }) => kind !== 'same')
    expect(changed).toEqual([
      { kind: 'removed', text: '300' },
      { kind: 'added', text: '320' },
      { kind: 'added', text: '即日起执行。\n' },
    ])
  })

  it('works without a segmenter', () => {
    vi.stubGlobal('Intl', { ...Intl, Segmenter: undefined })
    expect(diffTexts('每月最少三场活动', '每月最少四场活动')).toEqual([
      { kind: 'same', text: '每月最少' },
      { kind: 'removed', text: '三' },
      { kind: 'added', text: '四' },
      { kind: 'same', text: '场活动' },
    ])
  })

  it('replaces passages that have little in common', () => {
    expect(diffTexts('红色的旧标识', 'A new sign')).toEqual([
      { kind: 'removed', text: '红色的旧标识' },
      { kind: 'added', text: 'A new sign' },
    ])
  })

  it('finds nothing between equal texts, whatever their line ends', () => {
    expect(diffTexts('a\r\nb', 'a\nb')).toEqual([{ kind: 'same', text: 'a\nb' }])
    expect(diffTexts('', '')).toEqual([])
  })
})
