import { type Language, languageTag } from './language'

/** The one time zone of the product, wherever the reader is: deadlines are Chinese office hours. */
export const TIME_ZONE = 'Asia/Shanghai'

/** How an instant is told: `full` is date and time, `relative` the distance from now. */
export type TimeStyle = 'date' | 'time' | 'full' | 'relative'

const FORMATS: Record<Exclude<TimeStyle, 'relative'>, Intl.DateTimeFormatOptions> = {
  date: { year: 'numeric', month: 'short', day: 'numeric' },
  time: { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
  full: {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  },
}

const MINUTE = 60_000
const STEPS: [unit: Intl.RelativeTimeFormatUnit, ms: number][] = [
  ['year', 365 * 24 * 60 * MINUTE],
  ['month', 30 * 24 * 60 * MINUTE],
  ['day', 24 * 60 * MINUTE],
  ['hour', 60 * MINUTE],
  ['minute', MINUTE],
]

/** An instant in words, in Shanghai's time. `now` is in milliseconds and matters to `relative` only. */
export function timeText(
  at: string | number | Date,
  style: TimeStyle,
  language: Language,
  now = Date.now(),
): string {
  const instant = new Date(at)
  const tag = languageTag(language)
  if (style !== 'relative') {
    return new Intl.DateTimeFormat(tag, { ...FORMATS[style], timeZone: TIME_ZONE }).format(instant)
  }
  const distance = instant.getTime() - now
  const relative = new Intl.RelativeTimeFormat(tag, { numeric: 'auto' })
  const [unit, ms] = STEPS.find(([, ms]) => Math.abs(distance) >= ms) ?? ['second', 1000]
  return unit === 'second' ? relative.format(0, 'second') : relative.format(Math.trunc(distance / ms), unit)
}

/** A calendar day such as `2026-11-22` in words. A day is the same wherever the reader is. */
export function dayText(day: string, language: Language): string {
  const format = new Intl.DateTimeFormat(languageTag(language), { ...FORMATS.date, timeZone: 'UTC' })
  return format.format(new Date(`${day}T00:00:00Z`))
}

/** The calendar day of an instant in Shanghai, `2026-11-22`. */
export function shanghaiDay(at: number): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: TIME_ZONE }).format(at)
}

/** A number with its thousands apart. */
export function numberText(value: number, language: Language): string {
  return new Intl.NumberFormat(languageTag(language)).format(value)
}

/**
 * A share in percent. Only all is told as 100 % and only none as 0 %: "everybody acknowledged" must not be a matter of
 * rounding.
 */
export function shareText(value: number, total: number, language: Language): string {
  const percent = total === 0 ? 0 : Math.round((value / total) * 100)
  const told = value > 0 && value < total ? Math.min(99, Math.max(1, percent)) : percent
  return new Intl.NumberFormat(languageTag(language), { style: 'percent' }).format(told / 100)
}
