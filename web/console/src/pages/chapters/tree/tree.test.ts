import { describe, expect, it } from 'vitest'
import {
  ancestorsOf,
  caretakerOf,
  chapterAt,
  childrenOf,
  indexTree,
  isInner,
  isSameTree,
  openedTo,
  provinceOf,
  rowOfId,
  type TreeColumns,
} from './tree'
import { opens, searchRows, typedAhead, visibleRows } from './visible'

/** Headquarters; Zhejiang with Hangzhou (two counties) and Ningbo; Beijing with a county of its own. */
const columns: TreeColumns = {
  version: '7',
  count: 8,
  ids: [1, 2, 3, 4, 5, 6, 7, 8],
  parents: [0, 1, 2, 3, 3, 2, 1, 7],
  levels: '01233213',
  names: ['总部', '浙江', '杭州', '上城', '西湖', '宁波', '北京', '朝阳'],
  divisions: ['', '330000', '330100', '330102', '330106', '330200', '110000', '110105'],
  vacant: '00110001',
}
const tree = indexTree(columns)
const shown = (open: number[], vacantOnly = false) => visibleRows(tree, { open: new Set(open), vacantOnly })

describe('the index of the tree', () => {
  it('knows what stands above and below', () => {
    expect([...tree.parent]).toEqual([-1, 0, 1, 2, 2, 1, 0, 6])
    expect([...tree.depth]).toEqual([0, 1, 2, 3, 3, 2, 1, 2])
    expect([...tree.size]).toEqual([8, 5, 3, 1, 1, 1, 2, 1])
    expect(childrenOf(tree, 0)).toEqual([1, 6])
    expect(childrenOf(tree, 2)).toEqual([3, 4])
    expect(ancestorsOf(tree, 3)).toEqual([2, 1, 0])
    expect(isInner(tree, 6)).toBe(true)
    expect(isInner(tree, 7)).toBe(false)
  })

  it('counts the vacant of every branch', () => {
    expect([...tree.vacancies]).toEqual([3, 2, 2, 1, 0, 0, 1, 1])
  })

  it('finds a chapter by its id, its province, and who looks after it', () => {
    expect(rowOfId(tree, 'chap_6')).toBe(5)
    expect(rowOfId(tree, 'chap_99')).toBe(-1)
    expect(rowOfId(tree, null)).toBe(-1)
    expect(provinceOf(tree, 4)).toBe(1)
    expect(provinceOf(tree, 0)).toBe(-1)
    expect(caretakerOf(tree, 3)).toBe(1)
    expect(caretakerOf(tree, 7)).toBe(6)
    expect(chapterAt(tree, 2)).toEqual({
      id: 'chap_3',
      name: '杭州',
      level: 'PREFECTURE',
      division: '330100',
      vacant: true,
    })
  })

  it('opens to a level, also where a level is left out', () => {
    expect([...openedTo(tree, 'PROVINCE')]).toEqual([1])
    expect([...openedTo(tree, 'PREFECTURE')]).toEqual([1, 2, 7])
    expect([...openedTo(tree, 'COUNTY')]).toEqual([1, 2, 3, 7])
  })

  it('takes an answer for the same tree by version and content, and never one of the past', () => {
    expect(isSameTree(tree, columns)).toBe(true)
    expect(isSameTree(tree, { ...columns, version: '8' })).toBe(false)
    expect(isSameTree(tree, { ...columns, ids: [1, 2, 3, 4, 5, 6, 7, 9] })).toBe(false)
    expect(isSameTree(indexTree({ ...columns, version: '0' }), { ...columns, version: '0' })).toBe(false)
  })

  it('is built for a large network within a frame or two', () => {
    const count = 33_000
    const ids = Array.from({ length: count }, (_, row) => row + 1)
    const large = indexTree({
      version: '1',
      count,
      ids,
      // A headquarters, 30 provinces of 1,100 rows, each with 10 prefectures of about 110.
      parents: ids.map((_, row) => parentOf(row)),
      levels: ids.map((_, row) => levelOf(row)).join(''),
      names: ids.map(String),
      divisions: ids.map(() => ''),
      vacant: '1'.repeat(count),
    })
    expect(large.size[0]).toBe(count)
    const before = performance.now()
    const all = visibleRows(large, { open: openedTo(large, 'COUNTY'), vacantOnly: false })
    expect(all.rows).toHaveLength(count)
    // A generous bound: it takes about ten milliseconds, and this machine may be busy.
    expect(performance.now() - before).toBeLessThan(500)
  })
})

/** Rows 1, 1101, … are provinces; every 110th row below one is a prefecture. */
function levelOf(row: number) {
  if (row === 0) return 0
  const within = (row - 1) % 1100
  if (within === 0) return 1
  return (within - 1) % 110 === 0 ? 2 : 3
}

function parentOf(row: number) {
  if (row === 0) return 0
  const province = row - ((row - 1) % 1100)
  if (row === province) return 1
  const prefecture = row - ((row - province - 1) % 110)
  return (row === prefecture ? province : prefecture) + 1
}

describe('what is shown of the tree', () => {
  it('shows what is open, and steps over what is not', () => {
    expect([...shown([]).rows]).toEqual([0])
    expect([...shown([1]).rows]).toEqual([0, 1, 6])
    expect([...shown([1, 3]).rows]).toEqual([0, 1, 6])
    expect([...shown([1, 2, 3]).rows]).toEqual([0, 1, 2, 3, 4, 5, 6])
  })

  it('shows the vacant with those above them', () => {
    const vacant = shown([1, 2, 3, 7], true)
    expect([...vacant.rows]).toEqual([0, 1, 2, 3, 6, 7])
    expect(vacant.position(3)).toEqual({ posinset: 1, setsize: 1 })
    expect(opens(tree, 7, true)).toBe(false)
    expect(opens(tree, 2, true)).toBe(true)
    expect(opens(tree, 5, false)).toBe(false)
  })

  it('tells the place of each row among its siblings', () => {
    const all = shown([1, 2, 3])
    expect(all.position(0)).toEqual({ posinset: 1, setsize: 1 })
    expect(all.position(5)).toEqual({ posinset: 2, setsize: 2 })
    expect(all.position(4)).toEqual({ posinset: 2, setsize: 2 })
    expect(all.placeOf(6)).toBe(6)
    expect(all.placeOf(7)).toBe(-1)
  })

  it('finds by what is typed, going round', () => {
    const { rows } = shown([1, 2, 3])
    expect(typedAhead(tree, rows, 1, '杭')).toBe(2)
    expect(typedAhead(tree, rows, 5, '杭')).toBe(2)
    expect(typedAhead(tree, rows, 0, '3302')).toBe(5)
    expect(typedAhead(tree, rows, 0, '广')).toBe(-1)
  })

  it('searches by a part of the name or the beginning of the code', () => {
    expect(searchRows(tree, '湖', 10)).toEqual([4])
    expect(searchRows(tree, '3301', 2)).toEqual([2, 3])
    expect(searchRows(tree, ' ', 10)).toEqual([])
  })
})
