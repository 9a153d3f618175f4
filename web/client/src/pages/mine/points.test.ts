import { describe, expect, it } from 'vitest'
import { daysFor, hasCheckedIn } from './points'

describe('points', () => {
  it('are days by the ten, and none below zero', () => {
    expect([0, 9, 10, 3659, -40].map(daysFor)).toEqual([0, 0, 1, 365, 0])
  })

  it('are given once a day, which begins at midnight in Shanghai', () => {
    const now = Date.parse('2026-11-22T16:30:00Z')
    expect(hasCheckedIn([{ at: '2026-11-22T15:59:00Z', reason: 'SIGN_IN' }], now)).toBe(false)
    expect(hasCheckedIn([{ at: '2026-11-22T16:01:00Z', reason: 'SIGN_IN' }], now)).toBe(true)
    expect(hasCheckedIn([{ at: '2026-11-22T16:01:00Z', reason: 'ADJUSTMENT' }], now)).toBe(false)
  })
})
