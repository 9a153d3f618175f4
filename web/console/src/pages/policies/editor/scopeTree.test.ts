import { describe, expect, it } from 'vitest'
import { chosenNodes, marksOf, pathText, type ScopeNode, scopeTreeOf, searched, toggled } from './scopeTree'

const tree = scopeTreeOf({
  ids: [1, 2, 3, 4, 5, 6, 7],
  parents: [0, 1, 2, 3, 3, 2, 1],
  names: ['总部', '浙江', '杭州', '上城', '西湖', '宁波', '北京'],
  levels: '0123321',
  divisions: ['', '330000', '330100', '330102', '330106', '330200', '110000'],
})

function node(code: string): ScopeNode {
  const found = tree.byCode.get(code)
  if (!found) throw new Error(`no chapter has ${code}`)
  return found
}

describe('scopeTreeOf', () => {
  it('begins below headquarters, which has no territory', () => {
    expect(tree.tops.map(({ name }) => name)).toEqual(['浙江', '北京'])
    expect(node('330106')).toMatchObject({ id: 'chap_5', level: 'COUNTY' })
    expect(pathText(node('330106'))).toBe('浙江 › 杭州')
  })

  it('begins with the issuer where that is a chapter', () => {
    const part = scopeTreeOf({
      ids: [2, 3],
      parents: [0, 2],
      names: ['浙江', '杭州'],
      levels: '12',
      divisions: ['330000', '330100'],
    })
    expect(part.tops.map(({ name }) => name)).toEqual(['浙江'])
  })
})

describe('toggled', () => {
  it('lets one code stand for all below', () => {
    const county = toggled(new Set(), node('330106'))
    expect([...county]).toEqual(['330106'])
    const province = toggled(county, node('330000'))
    expect([...province]).toEqual(['330000'])
  })

  it('takes one out of a whole and keeps the others', () => {
    const rest = toggled(new Set(['330000']), node('330106'))
    expect([...rest].sort()).toEqual(['330102', '330200'])
  })

  it('takes a tick back', () => {
    expect(toggled(new Set(['330000', '110000']), node('330000'))).toEqual(new Set(['110000']))
  })

  it('keeps codes that the tree does not know', () => {
    expect(toggled(new Set(['999999']), node('110000'))).toEqual(new Set(['999999', '110000']))
  })
})

describe('marksOf', () => {
  it('marks what is in, what is partly in, and nothing else', () => {
    const marks = marksOf(tree, new Set(['330100']))
    expect(marks.get(node('330106'))).toBe('on')
    expect(marks.get(node('330000'))).toBe('mixed')
    expect(marks.get(node('330200'))).toBeUndefined()
  })
})

describe('chosenNodes and searched', () => {
  it('tells chapters from other codes', () => {
    const { nodes, others } = chosenNodes(tree, new Set(['999999', '110000', '330106']))
    expect(nodes.map(({ name }) => name)).toEqual(['西湖', '北京'])
    expect(others).toEqual(['999999'])
  })

  it('finds by name and by the beginning of a code, higher levels first', () => {
    expect(searched(tree, '3301', 2).map(({ name }) => name)).toEqual(['杭州', '上城'])
    expect(searched(tree, '湖', 9).map(({ name }) => name)).toEqual(['西湖'])
    expect(searched(tree, ' ', 9)).toEqual([])
  })
})
