import { describe, expect, it } from 'vitest'
import { monthOf, monthsOver } from './months'

describe('months', () => {
  it('are over by the days of Shanghai', () => {
    // In Shanghai it is December already.
    const months = monthsOver(Date.parse('2026-11-30T16:30:00Z'))
    expect(months.slice(0, 3)).toEqual(['2026-11', '2026-10', '2026-09'])
    expect(months).toHaveLength(24)
    expect(monthsOver(Date.parse('2026-01-15T00:00:00Z')).slice(0, 2)).toEqual(['2025-12', '2025-11'])
  })

  it('are read from an address only where they are some', () => {
    expect(['2026-10', '2026-13', '2026-1', 'x', null].map(monthOf)).toEqual([
      '2026-10',
      null,
      null,
      null,
      null,
    ])
  })
})
