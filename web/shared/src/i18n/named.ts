import type { Language } from './language'

/** A name in every language. */
export type Name = Record<Language, string>

/** A name; the value itself where the server is newer than this page and knows more of them. */
export function named<T extends string>(names: Record<T, Name>, value: T, language: Language): string {
  return (names as Partial<Record<T, Name>>)[value]?.[language] ?? value
}
