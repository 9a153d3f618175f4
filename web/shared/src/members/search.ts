/** What a text to search members by is: the server finds by nothing less than these. */
export type Sought = 'phone' | 'digits' | 'name' | 'surname'

/**
 * What a text would be searched as; null for a part of a phone, which finds nobody: what is masked could be guessed
 * piece by piece.
 */
export function soughtBy(text: string): Sought | null {
  const trimmed = text.trim()
  const digits = trimmed.replace(/^\+?86(?=[\s-]*1)|[\s-]/g, '')
  if (/^\d+$/.test(digits)) {
    if (/^1\d{10}$/.test(digits)) return 'phone'
    return /^\d{4}$/.test(trimmed) ? 'digits' : null
  }
  const length = [...trimmed].length
  if (length === 0) return null
  return length === 1 ? 'surname' : 'name'
}
