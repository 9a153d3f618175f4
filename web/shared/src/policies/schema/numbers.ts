import type { Language } from '@shared/i18n'
import { Unfinished } from './unfinished'

/** Money is counted in fen and shown in yuan. */
export type Unit = 'fen'

const FEN_PER_YUAN = 100

/** What a typed text stands for: a number, nothing at all, or text that is no number yet. */
export type TypedNumber = number | undefined | Unfinished

/** Chinese keyboards type full-width digits, and people group thousands. */
function plain(text: string): string {
  return text.normalize('NFKC').replaceAll('。', '.').replaceAll('−', '-').replaceAll(/[\s,]/g, '')
}

/** Reads what was typed into a number input; with the unit `fen` the text is in yuan and the number in fen. */
export function readNumber(text: string, integer: boolean, unit?: Unit): TypedNumber {
  const typed = plain(text)
  if (typed === '') return undefined
  if (unit === 'fen') return readYuan(typed, text)
  if (!/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(typed)) return new Unfinished(text, 'number')
  const number = Number(typed)
  if (!Number.isFinite(number)) return new Unfinished(text, 'large')
  if (integer && !Number.isInteger(number)) return new Unfinished(text, 'integer')
  return exact(number, text)
}

/** By digits, not by multiplying: 1.15 × 100 is not 115 in floating point. */
function readYuan(typed: string, text: string): TypedNumber {
  const parts = /^([-+]?)(\d*)(?:\.(\d*))?$/.exec(typed)
  const [, sign = '', yuan = '', fen = ''] = parts ?? []
  if (!parts || yuan + fen === '') return new Unfinished(text, 'number')
  if (fen.length > 2) return new Unfinished(text, 'fen')
  const amount = Number(`${yuan}${fen.padEnd(2, '0')}`)
  return exact(sign === '-' && amount !== 0 ? -amount : amount, text)
}

/** A whole number beyond 2⁵³ would be another one after a round trip through the browser. */
function exact(number: number, text: string): TypedNumber {
  return Number.isInteger(number) && !Number.isSafeInteger(number) ? new Unfinished(text, 'large') : number
}

/** A number as it stands in an input: no grouping, yuan for fen. */
export function numberText(number: number, unit?: Unit): string {
  return unit === 'fen' ? yuanText(number) : String(number)
}

function yuanText(fen: number): string {
  if (!Number.isSafeInteger(fen)) return String(fen / FEN_PER_YUAN)
  const digits = String(Math.abs(fen)).padStart(3, '0')
  const [yuan, rest] = [digits.slice(0, -2), digits.slice(-2)]
  return `${fen < 0 ? '-' : ''}${yuan}${rest === '00' ? '' : `.${rest}`}`
}

const grouped = new Intl.NumberFormat('zh-CN', { maximumFractionDigits: 20 })

/** A number for people to read: grouped thousands, and money as such. */
export function shownNumber(number: number, unit: Unit | undefined, language: Language): string {
  if (unit !== 'fen') return grouped.format(number)
  const [yuan = '', rest] = yuanText(Math.abs(number)).split('.')
  const amount = `${grouped.format(Number(yuan))}${rest ? `.${rest}` : ''}`
  const sign = number < 0 ? '−' : ''
  return language === 'zh' ? `${sign}${amount} 元` : `${sign}¥${amount}`
}
