import type { ReactNode } from 'react'
import { useLanguage } from './language'

type Message = string | ((...values: never[]) => ReactNode) | { [name: string]: Message }

/** The same messages in another language: the same names and parameters, other words. */
type Translated<T> = {
  [K in keyof T]: T[K] extends string
    ? string
    : T[K] extends (...values: infer V) => infer R
      ? (...values: V) => R extends string ? string : ReactNode
      : Translated<T[K]>
}

/** Messages in every language. */
export interface Messages<T> {
  zh: T
  en: T
}

/**
 * Declares the messages of a page or component. A message is a text, or a function that puts values into one; groups
 * may be nested. What has no English does not compile.
 */
export function defineMessages<T extends { [name: string]: Message }>(messages: {
  zh: T
  en: NoInfer<Translated<T>>
}): Messages<Translated<T>>
export function defineMessages(messages: Messages<unknown>): Messages<unknown> {
  return messages
}

/** The messages in the language in use. */
export function useMessages<T>(messages: Messages<T>): T {
  return messages[useLanguage().language]
}
