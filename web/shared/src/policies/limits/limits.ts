import type { Language } from '@shared/i18n'
import { type Field, fieldAt, fieldsOf, type Hints, titleOf } from '../schema'
import { entryOf, isObject, type JsonObject, type Path } from '../schema/path'
import { shownValue } from '../schema/shown'

/**
 * What a value from above leaves open to those below, where the policy's mode is `bounded`.
 *
 * This mirrors `domain/src/policies/narrow.rs` to SHOW people what they may choose, and nothing more: the server alone
 * judges, and it may know better (a value above can change between the page and the click).
 */
export type Limits =
  /** Numbers under `min` and/or `max`: a range inside it. Other entries of the same object have limits of their own. */
  | { kind: 'range'; above: JsonObject; min?: number; max?: number; entries: Record<string, Limits> }
  /** A list is a set: some of its members. */
  | { kind: 'set'; above: unknown[] }
  /** Any other object narrows entry by entry; no entry is added. */
  | { kind: 'object'; above: JsonObject; entries: Record<string, Limits> }
  /** Any other value: only itself. */
  | { kind: 'point'; above: unknown }

/** The limits that a value in force above sets. */
export function limitsOf(above: unknown): Limits {
  if (Array.isArray(above)) return { kind: 'set', above }
  if (!isObject(above)) return { kind: 'point', above }
  const [min, max] = [entryOf(above, 'min'), entryOf(above, 'max')]
  const isRange = [min, max].every(bound => bound === undefined || typeof bound === 'number')
  const hasBound = typeof min === 'number' || typeof max === 'number'
  const inside = Object.entries(above).filter(([key]) => !(isRange && (key === 'min' || key === 'max')))
  const entries = Object.fromEntries(inside.map(([key, value]) => [key, limitsOf(value)]))
  if (!isRange || !hasBound) return { kind: 'object', above, entries }
  return {
    kind: 'range',
    above,
    min: typeof min === 'number' ? min : undefined,
    max: typeof max === 'number' ? max : undefined,
    entries,
  }
}

/** The limits of a part of a value. The ends of a range have those of the range. */
export function limitsAt(limits: Limits, path: Path): Limits | undefined {
  const [step, ...rest] = path
  if (step === undefined) return limits
  if (limits.kind === 'range' && (step === 'min' || step === 'max')) return limits
  if (limits.kind !== 'range' && limits.kind !== 'object') return undefined
  const next = Object.hasOwn(limits.entries, step) ? limits.entries[step] : undefined
  return next && limitsAt(next, rest)
}

/** A value with what it leaves out filled in from above, as the server fills it in before it checks the schema. */
export function filledFrom(above: unknown, value: unknown): unknown {
  if (value === undefined) return above
  if (!isObject(above) || !isObject(value)) return value
  const keys = [...new Set([...Object.keys(above), ...Object.keys(value)])]
  return Object.fromEntries(keys.map(key => [key, filledFrom(entryOf(above, key), entryOf(value, key))]))
}

/**
 * What a value from above leaves open, as a sentence for people. It mirrors the server's rule for display only: the server
 * remains the judge.
 */
export function limitsText(above: unknown, schema: unknown, language: Language, hints: Hints = {}): string {
  return textOf(limitsOf(above), fieldsOf(schema, hints), language)
}

/** The same for limits at hand. */
export function textOf(limits: Limits, field: Field | undefined, language: Language): string {
  if (limits.kind === 'point') {
    const value = shownValue(field, limits.above, language) ?? ''
    return language === 'zh' ? `只能是：${value}` : `Only this: ${value}`
  }
  if (limits.kind === 'set') return setText(limits.above, field, language)
  const parts = limits.kind === 'range' ? [rangeText(limits, field, language)] : []
  for (const [name, entry] of Object.entries(limits.entries)) {
    const part = field && fieldAt(field, [name])
    const title = part ? titleOf(part, language) : name
    parts.push(`${title}${language === 'zh' ? '：' : ': '}${textOf(entry, part, language)}`)
  }
  return parts.join(language === 'zh' ? '；' : '; ')
}

function rangeText(limits: Limits & { kind: 'range' }, field: Field | undefined, language: Language): string {
  const { min, max } = limits
  const own = { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) }
  const range = shownValue(field, own, language) ?? ''
  if (min !== undefined && min === max) return language === 'zh' ? `只能是：${range}` : `Only this: ${range}`
  const isOpen = min === undefined || max === undefined
  if (language === 'zh') return isOpen ? range : `范围：${range}`
  return isOpen ? range : `From ${range}`
}

function setText(members: unknown[], field: Field | undefined, language: Language): string {
  if (members.length === 0) return language === 'zh' ? '不能选任何一项' : 'Nothing can be chosen'
  const value = shownValue(field, members, language) ?? JSON.stringify(members)
  return language === 'zh' ? `只能从中选择：${value}` : `Some of: ${value}`
}
