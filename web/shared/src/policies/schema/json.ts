import { isObject } from './path'
import { Unfinished } from './unfinished'

/** Reads typed JSON: a value, nothing, or text that is no value yet (where only an object will do, any other value too). */
export function readJson(text: string, onlyObject = false): unknown {
  if (text.trim() === '') return undefined
  try {
    const value: unknown = JSON.parse(text)
    if (onlyObject && !isObject(value)) return new Unfinished(text, 'json')
    return hasInexact(text) ? new Unfinished(text, 'large') : value
  } catch {
    return new Unfinished(text, 'json')
  }
}

/** A value as JSON to be edited. */
export function jsonText(value: unknown): string {
  if (value instanceof Unfinished) return value.text
  return value === undefined ? '' : JSON.stringify(value, null, 2)
}

/** Whether a whole number in the text is one that the browser would change. */
function hasInexact(text: string): boolean {
  const outside = text.replaceAll(/"(?:\\.|[^"\\])*"/g, '""')
  const whole = outside.match(/(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g) ?? []
  return whole.some(number => !Number.isSafeInteger(Number(number)))
}
