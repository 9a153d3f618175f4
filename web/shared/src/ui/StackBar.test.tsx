import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import { StackBar, type StackPart } from './StackBar'

afterEach(cleanup)

const parts: StackPart[] = [
  { key: 'a', label: '已确认', value: 3210, tone: 'good' },
  { key: 'b', label: '已逾期', value: 9, tone: 'bad' },
  { key: 'c', label: '已读', value: 0, tone: 'info' },
]

const told = () => screen.getByRole('img').getAttribute('aria-label')

it('tells its parts in words, and never rounds to all or none', () => {
  render(<StackBar label="落地进度" parts={parts} />)
  expect(told()).toBe('落地进度：已确认 3,210（99%），已逾期 9（1%）；共 3,219')
})

it('measures by the whole where that is more', () => {
  render(<StackBar label="落地进度" parts={parts.slice(1)} total={18} />)
  expect(told()).toBe('落地进度：已逾期 9（50%）；共 18')
})

it('says that there is nothing', () => {
  render(<StackBar label="落地进度" parts={[]} />)
  expect(told()).toBe('落地进度：暂无')
})

it('shows its numbers where asked, also of parts that are none', () => {
  render(<StackBar label="落地进度" parts={parts} legend />)
  expect(screen.getByText('已读').textContent).toBe('已读00%')
})
