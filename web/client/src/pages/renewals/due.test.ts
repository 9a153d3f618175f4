import { describe, expect, it } from 'vitest'
import { byLastDay, urgency } from './due'

describe('those who are due', () => {
  it('come by their last day, and within one in a fixed order', () => {
    const members = [
      { id: 'mbr_3', untilOn: '2026-12-02' },
      { id: 'mbr_2', untilOn: '2026-11-25' },
      { id: 'mbr_1', untilOn: '2026-12-02' },
    ]
    expect(byLastDay(members).map(member => member.id)).toEqual(['mbr_2', 'mbr_1', 'mbr_3'])
    expect(members[0]?.id).toBe('mbr_3')
  })

  it('are urgent in the last days, counted in Shanghai', () => {
    // It is the 23rd in Shanghai already.
    const now = Date.parse('2026-11-22T16:30:00Z')
    expect(urgency('2026-11-24', now)).toEqual({ left: 1, tone: 'bad' })
    expect(urgency('2026-11-30', now)).toEqual({ left: 7, tone: 'warn' })
    expect(urgency('2026-12-20', now)).toEqual({ left: 27, tone: 'info' })
  })
})
