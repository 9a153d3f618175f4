import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { DateTimeInput } from './DateTimeInput'
import { fromShanghai, toShanghai } from './shanghaiTime'

afterEach(cleanup)

describe('the time in Shanghai', () => {
  it('is eight hours before UTC, over the end of a day and a year', () => {
    expect(toShanghai('2026-12-31T16:30:00.000000Z')).toBe('2027-01-01T00:30')
    expect(fromShanghai('2027-01-01T00:30')).toBe('2026-12-31T16:30:00.000Z')
  })

  it('takes seconds where a browser gives them', () => {
    expect(fromShanghai('2026-11-22T08:00:15')).toBe('2026-11-22T00:00:15.000Z')
  })

  it('is nothing where there is nothing', () => {
    expect(toShanghai(null)).toBe('')
    expect(toShanghai('soon')).toBe('')
    expect(fromShanghai('')).toBeNull()
  })
})

describe('an input of an instant', () => {
  it('shows Shanghai and gives UTC', () => {
    const onChange = vi.fn()
    render(<DateTimeInput label="生效时间" value="2026-11-22T00:00:00Z" onChange={onChange} />)
    const input = screen.getByLabelText<HTMLInputElement>('生效时间')
    expect(input.value).toBe('2026-11-22T08:00')
    fireEvent.change(input, { target: { value: '2026-11-23T09:15' } })
    expect(onChange).toHaveBeenLastCalledWith('2026-11-23T01:15:00.000Z')
    fireEvent.change(input, { target: { value: '' } })
    expect(onChange).toHaveBeenLastCalledWith(null)
  })

  it('is described by its time zone, hint and error', () => {
    render(<DateTimeInput label="生效时间" value={null} onChange={() => {}} hint="可留空" error="太早" />)
    const input = screen.getByLabelText('生效时间')
    const texts = input
      .getAttribute('aria-describedby')
      ?.split(' ')
      .map(id => document.getElementById(id)?.textContent)
    expect(texts).toEqual(['北京时间', '可留空', '太早'])
    expect(input.getAttribute('aria-invalid')).toBe('true')
  })
})
