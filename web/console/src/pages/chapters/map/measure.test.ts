import { describe, expect, it } from 'vitest'
import { indexTree } from '../tree/tree'
import { acknowledgement, provinces, sorted, stepOf, vacancy } from './measure'
import { TILES } from './provinces'

const tree = indexTree({
  version: '1',
  count: 5,
  ids: [1, 2, 3, 4, 5],
  parents: [0, 1, 2, 1, 4],
  levels: '01213',
  names: ['总部', '浙江分舵', '杭州分舵', '北京分舵', '朝阳分舵'],
  divisions: ['', '330000', '330100', '110000', '110105'],
  vacant: '00101',
})

describe('the grid of provinces', () => {
  it('has all 34 provincial divisions, each on a tile of its own', () => {
    expect(new Set(TILES.map(tile => tile.code)).size).toBe(34)
    expect(new Set(TILES.map(tile => `${tile.column}/${tile.row}`)).size).toBe(34)
    expect(TILES.every(tile => tile.zh !== '' && /^[A-Z][a-z]/.test(tile.en))).toBe(true)
  })

  it('shows Hong Kong, Macao and Taiwan also where they have no chapter', () => {
    const found = provinces(tree, row => vacancy(tree, row))
    for (const code of ['710000', '810000', '820000']) {
      expect(found.find(({ tile }) => tile.code === code)).toMatchObject({ chapter: null, count: null })
    }
  })
})

describe('what is measured', () => {
  it('counts the vacant of a province with all below it', () => {
    const found = provinces(tree, row => vacancy(tree, row))
    const zhejiang = found.find(({ tile }) => tile.code === '330000')
    expect(zhejiang).toMatchObject({
      chapter: { id: 'chap_2', name: '浙江分舵' },
      count: { value: 1, of: 2 },
    })
  })

  it('leaves out who owes no acknowledgement', () => {
    const states = [
      { state: 'ACKNOWLEDGED', chapters: 3 },
      { state: 'OVERDUE', chapters: 1 },
      { state: 'EXEMPT', chapters: 5 },
      { state: 'STALE', chapters: 2 },
    ] as const
    expect(acknowledgement(states)).toEqual({ value: 3, of: 4 })
    expect(acknowledgement(states.slice(2))).toBeNull()
  })

  it('gives every share a step', () => {
    expect(stepOf({ value: 0, of: 10 })).toBe(0)
    expect(stepOf({ value: 1, of: 1000 })).toBe(1)
    expect(stepOf({ value: 50, of: 100 })).toBe(3)
    expect(stepOf({ value: 10, of: 10 })).toBe(5)
    expect(stepOf({ value: 0, of: 0 })).toBe(0)
  })

  it('sorts, with what has no measure at the end', () => {
    const all = provinces(tree, row => vacancy(tree, row))
    const first = (descending: boolean) => sorted(all, 'of', descending)[0]?.chapter?.name
    expect(first(true)).toBe('北京分舵')
    expect(sorted(all, 'share', false).at(-1)?.count).toBeNull()
    expect(sorted(all, 'share', true).at(-1)?.count).toBeNull()
    expect(sorted(all, 'name', true)[0]?.tile.code).toBe('820000')
  })
})
