import { describe, expect, it } from 'vitest'
import { branchRow, sortedBranches } from './branches'

const branch = (name: string, code: string, active: string, lapsed: string) =>
  branchRow({
    id: `chap_${code}`,
    name,
    divisions: [code],
    memberCounts: {
      own: '1',
      subtree: String(Number(active) + Number(lapsed)),
      byTier: [
        { tier: 'annual', standing: 'ACTIVE', own: '1', subtree: active },
        { tier: 'annual', standing: 'LAPSED', own: '0', subtree: lapsed },
      ],
    },
  })

const rows = [
  branch('浙江省', '330000', '10', '2'),
  branch('北京市', '110000', '3', '9'),
  branch('福建省', '350000', '40', '0'),
]

describe('members by province', () => {
  it('count all below, by how they stand', () => {
    expect(rows[0]?.counts).toEqual({ all: 12, active: 10, trial: 0, guests: 0, over: 2 })
  })

  it('count nobody where nothing may be counted', () => {
    expect(branchRow({ id: 'chap_1', name: '浙江省', divisions: [], memberCounts: null }).counts.all).toBe(0)
  })

  it('stand in the order that is asked for, and by code where they count alike', () => {
    const order = (...how: [Parameters<typeof sortedBranches>[1], boolean]) =>
      sortedBranches(rows, ...how).map(row => row.name)
    expect(order('all', true)).toEqual(['福建省', '北京市', '浙江省'])
    expect(order('over', false)).toEqual(['福建省', '浙江省', '北京市'])
    expect(order('name', false)).toEqual(['北京市', '浙江省', '福建省'])
    expect(order('name', true)).toEqual(['福建省', '浙江省', '北京市'])
    expect(order('trial', true)).toEqual(['北京市', '浙江省', '福建省'])
  })
})
