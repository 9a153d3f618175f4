import { shanghaiDay } from '@shared/i18n'

/** How far back the pages offer months. */
const OFFERED = 24

/** The months that are over, `2026-10`, the newest first: those that have statements, or soon will. */
export function monthsOver(now: number): string[] {
  const [year = 0, month = 1] = shanghaiDay(now).split('-').map(Number)
  return Array.from({ length: OFFERED }, (_, back) => {
    const index = year * 12 + (month - 1) - 1 - back
    return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`
  })
}

/** A month that stands in the address; null where it is none. */
export function monthOf(text: string | null): string | null {
  return text !== null && /^\d{4}-(0[1-9]|1[0-2])$/.test(text) ? text : null
}
