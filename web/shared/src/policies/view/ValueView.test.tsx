import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { ValueView } from './ValueView'

afterEach(cleanup)

function facts(): Record<string, string | undefined> {
  const terms = screen.getAllByRole('term')
  return Object.fromEntries(
    terms.map(term => [term.textContent, term.nextElementSibling?.textContent ?? undefined]),
  )
}

describe('ValueView', () => {
  it('reads with the titles and units of the schema, in its order', () => {
    const schema = {
      type: 'object',
      properties: {
        name: { type: 'string', title: '名称' },
        open: { type: 'boolean', title: '开放' },
        fee: { type: 'integer', 'x-unit': 'fen', title: '费用' },
      },
    }
    const { container } = render(
      <ValueView schema={schema} value={{ extra: 7, fee: 1990, open: true, name: '读书会' }} />,
    )
    expect(Object.entries(facts())).toEqual([
      ['名称', '读书会'],
      ['开放', '是'],
      ['费用', '19.90 元'],
      ['extra', '7'],
    ])
    expect(container.querySelector('details:not([open]) pre')?.textContent).toContain('"fee": 1990')
  })

  it('reads a range in one line', () => {
    const number = { type: 'integer' }
    const schema = { type: 'object', properties: { min: number, max: number } }
    render(<ValueView schema={schema} value={{ min: 30_000, max: 40_000 }} policyKey="a.price" plain />)
    expect(screen.queryByText('300 元 至 400 元')).not.toBeNull()
    expect(screen.queryByText('原始 JSON')).toBeNull()
  })

  it('reads anything without a schema', () => {
    render(<ValueView value={{ rules: [{ a: null }, { a: [1, 2] }] }} />)
    expect(facts()).toMatchObject({ '第 1 项': 'a无', '第 2 项': 'a1、2' })
  })

  it('repeats no plain text as JSON', () => {
    const { container } = render(<ValueView value={'第一行\n<script>'} />)
    expect(container.querySelector('details')).toBeNull()
    expect(container.textContent).toBe('第一行\n<script>')
  })
})
