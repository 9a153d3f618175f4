import { type Language, languageTag } from '@shared/i18n'

/** A month such as `2026-11` in words: 2026年11月. */
export function monthText(month: string, language: Language): string {
  const first = new Date(`${month}-01T00:00:00Z`)
  return new Intl.DateTimeFormat(languageTag(language), {
    year: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  }).format(first)
}

/** An amount as it counts in the balance: what is taken off is below zero. The API tells every line above zero. */
export function signed(kind: string, amount: string): string {
  return kind === 'ACCRUED' || amount === '0' ? amount : `-${amount}`
}

/** A rate in basis points, in percent: 35%. */
export function rateText(basisPoints: number, language: Language): string {
  return new Intl.NumberFormat(languageTag(language), {
    style: 'percent',
    maximumFractionDigits: 2,
  }).format(basisPoints / 10_000)
}
