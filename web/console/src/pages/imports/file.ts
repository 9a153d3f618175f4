/** The most that one file may have, in bytes. */
export const MOST_BYTES = 64 * 1024 * 1024

/** What can be wrong with a chosen file before it is sent. */
export type FileProblem = 'kind' | 'empty' | 'large'

/** What is wrong with a file; null if nothing is that can be told without reading it. */
export function problemOf(file: { name: string; size: number }): FileProblem | null {
  if (!/\.(csv|xlsx)$/i.test(file.name)) return 'kind'
  if (file.size === 0) return 'empty'
  return file.size > MOST_BYTES ? 'large' : null
}

/** Where a file goes, and what is said of it. */
export function uploadPath(of: {
  chapter: string
  name: string
  sheet: string
  consentVersion: string | null
}): string {
  const words = new URLSearchParams({ chapter: of.chapter, name: of.name })
  if (of.sheet.trim() !== '') words.set('sheet', of.sheet.trim())
  if (of.consentVersion !== null) words.set('consentVersion', of.consentVersion)
  return `/imports?${words}`
}

/** A size for people: "1.5 MB". */
export function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  const [size, unit] = bytes < 1024 * 1024 ? [bytes / 1024, 'KB'] : [bytes / 1024 / 1024, 'MB']
  return `${size.toFixed(1).replace(/\.0$/, '')} ${unit}`
}
