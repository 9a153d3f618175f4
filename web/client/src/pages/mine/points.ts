import { shanghaiDay } from '@shared/i18n'

/** How many points are a day of membership. */
export const POINTS_A_DAY = 10

/** The days that a balance can be turned into; none below zero. */
export function daysFor(points: number): number {
  return Math.max(0, Math.floor(points / POINTS_A_DAY))
}

interface Entry {
  at: string
  reason: string
}

/** Whether the points for being there were given today already, by the calendar of Shanghai. */
export function hasCheckedIn(entries: readonly Entry[], now: number): boolean {
  const today = shanghaiDay(now)
  return entries.some(({ reason, at }) => reason === 'SIGN_IN' && shanghaiDay(Date.parse(at)) === today)
}
