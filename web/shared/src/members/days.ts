import { shanghaiDay } from '@shared/i18n'

const DAY_MS = 86_400_000

/** A day so many days away from another; both as `2026-11-22`. */
function plus(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
}

/** The last day of what ends before `endsOn`: the API names the first day that is not covered, people the last that is. */
export function lastDay(endsOn: string): string {
  return plus(endsOn, -1)
}

/** How many days a membership that ends before `endsOn` still has, today included; none once it is over. */
export function daysLeft(endsOn: string, now: number): number {
  const days = (Date.parse(`${endsOn}T00:00:00Z`) - Date.parse(`${shanghaiDay(now)}T00:00:00Z`)) / DAY_MS
  return Math.max(0, days)
}
