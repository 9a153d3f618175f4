import { describe, expect, it } from 'vitest'
import { indexTree } from '../tree/tree'
import { endedAt, narrowed, vacancies } from './vacancies'

const tree = indexTree({
  version: '1',
  count: 6,
  ids: [1, 2, 3, 4, 5, 6],
  parents: [0, 1, 2, 3, 1, 5],
  levels: '012313',
  names: ['总部', '浙江', '杭州', '上城', '北京', '朝阳'],
  divisions: ['', '330000', '330100', '330102', '110000', '110105'],
  vacant: '001101',
})

describe('the vacancy board', () => {
  it('lists the vacant with their path and who looks after them', () => {
    expect(vacancies(tree)).toMatchObject([
      {
        id: 'chap_3',
        level: 'PREFECTURE',
        path: '浙江',
        province: 1,
        caretaker: { id: 'chap_2', name: '浙江' },
      },
      { id: 'chap_4', level: 'COUNTY', path: '浙江 › 杭州', caretaker: { id: 'chap_2' } },
      { id: 'chap_6', level: 'COUNTY', path: '北京', province: 4, caretaker: { id: 'chap_5' } },
    ])
  })

  it('narrows by level and province', () => {
    const all = vacancies(tree)
    expect(narrowed(all, null, null)).toHaveLength(3)
    expect(narrowed(all, 'COUNTY', null).map(each => each.id)).toEqual(['chap_4', 'chap_6'])
    expect(narrowed(all, 'COUNTY', 1).map(each => each.id)).toEqual(['chap_4'])
    expect(narrowed(all, null, 4).map(each => each.id)).toEqual(['chap_6'])
  })

  it('takes the last end of a term', () => {
    const ends = endedAt([
      { at: '2026-03-01T00:00:00.000000Z', chapter: { id: 'chap_3' } },
      { at: '2026-01-01T00:00:00.000000Z', chapter: { id: 'chap_3' } },
      { at: '2026-02-01T00:00:00.000000Z', chapter: null },
    ])
    expect([...ends]).toEqual([['chap_3', '2026-03-01T00:00:00.000000Z']])
  })
})
