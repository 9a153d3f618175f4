import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { TextDiff } from './TextDiff'
import { ValueDiff } from './ValueDiff'

afterEach(cleanup)

const SCHEMA = {
  type: 'object',
  properties: {
    fee: { type: 'integer', title: '费用（分）' },
    via: {
      title: '渠道',
      type: 'array',
      items: {
        oneOf: [
          { const: 'app', title: '应用' },
          { const: 'g', title: '社群' },
        ],
      },
    },
  },
}

describe('ValueDiff', () => {
  it('tells changes in words', () => {
    const before = { fee: 30_000, via: ['app'] }
    render(<ValueDiff schema={SCHEMA} before={before} after={{ fee: 32_000, via: ['app', 'g'] }} />)
    const changes = screen.getAllByRole('listitem').map(item => item.textContent)
    expect(changes).toEqual(['修改费用原为 300 元 → 现为 320 元', '新增渠道现为 社群'])
  })

  it('tells a group that came or went entry by entry', () => {
    const schema = {
      properties: { at: { title: '地址', properties: { city: { type: 'string', title: '市' } } } },
    }
    render(<ValueDiff schema={schema} before={{ at: { city: '上海', no: [{}] } }} after={{}} />)
    expect(screen.getByText('市').closest('del')?.textContent).toContain('市上海')
  })

  it('says so when nothing changed', () => {
    render(<ValueDiff before={{ a: 1, b: 2 }} after={{ b: 2, a: 1 }} />)
    expect(screen.queryByText('取值没有变化。')).not.toBeNull()
  })
})

describe('TextDiff', () => {
  it('marks changes for eyes and ears', () => {
    const { container } = render(<TextDiff before="各分会可定价 300 元。" after="各分会可定价 320 元。" />)
    expect(container.querySelector('del')?.textContent).toBe('删除：300。')
    expect(container.querySelector('ins')?.textContent).toBe('新增：320。')
    expect(screen.queryByText('1 处新增，1 处删除')).not.toBeNull()
  })

  it('folds long stretches that stayed the same, and loses none of them', () => {
    const lines = Array.from({ length: 30 }, (_, n) => `第 ${n} 行\n`)
    const before = [...lines, '旧\n', ...lines].join('')
    const { container } = render(<TextDiff before={before} after={before.replace('旧', '新')} />)
    expect([...container.querySelectorAll('summary')].map(each => each.textContent)).toEqual([
      '未变的 28 行',
      '未变的 28 行',
    ])
    for (const extra of container.querySelectorAll('summary, ins, .visually-hidden')) extra.remove()
    expect(container.querySelector('.text-diff-text')?.textContent?.replace('旧\n', '旧')).toContain(
      '第 29 行\n旧',
    )
  })

  it('shows markup as text', () => {
    const { container } = render(<TextDiff before="a" after="<img src=x onerror=alert(1)>" />)
    expect(container.querySelector('img')).toBeNull()
  })

  it('says so when nothing changed', () => {
    render(<TextDiff before="a" after="a" />)
    expect(screen.queryByText('文字没有变化。')).not.toBeNull()
  })
})
