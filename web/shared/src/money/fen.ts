import { type Language, languageTag } from '@shared/i18n'

/**
 * An amount in yuan for people: 365 元, "¥365". The API tells fen as text, since a number of JavaScript is not exact beyond
 * 2⁵³; so it is read as a whole number of any size.
 */
export function fenText(fen: string, language: Language): string {
  const amount = BigInt(fen)
  const absolute = amount < 0n ? -amount : amount
  const yuan = new Intl.NumberFormat(languageTag(language)).format(absolute / 100n)
  const rest = absolute % 100n
  const text = rest === 0n ? yuan : `${yuan}.${String(rest).padStart(2, '0')}`
  const sign = amount < 0n ? '−' : ''
  return language === 'zh' ? `${sign}${text} 元` : `${sign}¥${text}`
}

/** An amount as it is typed and as files hold it: yuan with its two decimals, no grouping, no unit. */
export function yuanText(fen: string): string {
  const amount = BigInt(fen)
  const absolute = String(amount < 0n ? -amount : amount).padStart(3, '0')
  return `${amount < 0n ? '-' : ''}${absolute.slice(0, -2)}.${absolute.slice(-2)}`
}

/** The fen that a typed amount of yuan stands for, by its digits; null where it is none. */
export function fenOf(text: string): string | null {
  // Chinese keyboards type full-width digits and stops, and people group thousands.
  const typed = text
    .normalize('NFKC')
    .replaceAll('。', '.')
    .replaceAll(/[\s,¥元]/g, '')
  const [, yuan = '', rest = ''] = /^(\d*)(?:\.(\d{0,2}))?$/.exec(typed) ?? []
  if (yuan + rest === '') return null
  return String(BigInt(`${yuan}${rest.padEnd(2, '0')}`))
}
