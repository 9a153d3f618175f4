import type { Unit } from './numbers'
import { isObject, type JsonObject, type Path, same } from './path'
import { Unfinished } from './unfinished'

/** A value to choose, with what it is called. */
export interface Option {
  value: unknown
  /** From the schema; `undefined` where it names none and the value speaks for itself. */
  title?: string
  detail?: string
}

export interface Described {
  /** The name of the entry; empty for the whole value and for items of a list. */
  name: string
  /** From the schema; `undefined` where it has none. */
  title?: string
  description?: string
  /** Whether the object around it must have it. */
  required: boolean
  /** Whether `null` stands for "none" here. */
  nullable: boolean
  default?: unknown
  /** The part of the schema, with references followed. */
  schema: unknown
}

export interface ObjectField extends Described {
  kind: 'object'
  fields: Field[]
  /** Two numbers `min` and `max`, which people read as one range. */
  isRange: boolean
  /** Whether the schema expects entries beyond those it names. */
  hasOthers: boolean
}
export interface ListField extends Described {
  kind: 'list'
  item: Field
  minItems: number
  maxItems: number
}
/** A list of some of a few given values. */
export interface ChoicesField extends Described {
  kind: 'choices'
  options: Option[]
  minItems: number
  maxItems: number
}
export interface ChoiceField extends Described {
  kind: 'choice'
  options: Option[]
}
export interface NumberField extends Described {
  kind: 'number'
  integer: boolean
  unit?: Unit
  minimum?: number
  maximum?: number
}
export interface TextField extends Described {
  kind: 'text'
  format: 'plain' | 'long' | 'date' | 'date-time' | 'time' | 'email' | 'uri'
  minLength?: number
  maxLength?: number
}
export interface BooleanField extends Described {
  kind: 'boolean'
}
/** A part that the form does not know how to draw: it is written as JSON. */
export interface JsonField extends Described {
  kind: 'json'
}

/** A part of a value, as a form draws it. */
export type Field =
  | ObjectField
  | ListField
  | ChoicesField
  | ChoiceField
  | NumberField
  | TextField
  | BooleanField
  | JsonField

/** The field that a path leads to, or `undefined` where the form draws none. */
export function fieldAt(field: Field, path: Path): Field | undefined {
  const [step, ...rest] = path
  if (step === undefined) return field
  if (field.kind === 'list') return fieldAt(field.item, rest)
  if (field.kind !== 'object') return undefined
  const next = field.fields.find(({ name }) => name === String(step))
  return next && fieldAt(next, rest)
}

/** Whether a value is an item of a list that nothing was put into yet. */
export function isBlank(value: unknown): boolean {
  return value instanceof Unfinished && value.text === ''
}

/** What a new item of a list starts with. */
export function blankItem(item: Field): unknown {
  return emptyOf(item) ?? clearedItem(item)
}

/** An item of a list that nothing is in: it is still there, but (unless it is a text) never passes for a value. */
export function clearedItem(item: Field): unknown {
  return item.kind === 'text' ? '' : new Unfinished('', item.kind === 'number' ? 'number' : 'json')
}

/** Whether a value can be drawn by a field; one that cannot is written as JSON, so that nothing of it is lost. */
export function fits(field: Field, value: unknown): boolean {
  if (value === undefined || isBlank(value)) return true
  if (value === null && field.nullable) return true
  switch (field.kind) {
    case 'object':
      return isObject(value)
    case 'list':
      return Array.isArray(value)
    case 'choices':
      return (
        Array.isArray(value) &&
        value.every((item, place) => value.findIndex(other => same(other, item)) === place)
      )
    case 'boolean':
      return typeof value === 'boolean'
    case 'number':
      return typeof value === 'number' || (value instanceof Unfinished && value.why !== 'json')
    case 'text':
      return typeof value === 'string'
    default:
      return true
  }
}

/**
 * The name under which an object holds the text of its other entries while that text is no JSON yet; a place of its own in
 * the form too.
 */
export const OTHERS = ''

/** The entries of an object that none of its fields draws, or the text that is to become them. */
export function othersOf(field: ObjectField, value: JsonObject): JsonObject | Unfinished | undefined {
  const known = new Set(field.fields.map(({ name }) => name))
  const others = Object.fromEntries(Object.entries(value).filter(([name]) => !known.has(name)))
  if (others[OTHERS] instanceof Unfinished) return others[OTHERS]
  return Object.keys(others).length > 0 ? others : undefined
}

/** An object with other entries in place of those that no field draws. */
export function withOthers(field: ObjectField, value: JsonObject, others: unknown): JsonObject {
  const drawn = field.fields.filter(({ name }) => Object.hasOwn(value, name))
  const own = Object.fromEntries(drawn.map(({ name }) => [name, value[name]]))
  if (others === undefined) return own
  return isObject(others) ? { ...others, ...own } : { ...own, [OTHERS]: others }
}

/** The value a new form starts with: constants and defaults, objects that must be there, and nothing else. */
export function emptyOf(field: Field): unknown {
  if (field.default !== undefined) return structuredClone(field.default)
  switch (field.kind) {
    case 'object': {
      if (!field.required) return undefined
      const entries = field.fields.map(part => [part.name, emptyOf(part)] as const)
      return Object.fromEntries(entries.filter(([, part]) => part !== undefined))
    }
    case 'list':
    case 'choices':
      return field.required ? [] : undefined
    case 'choice':
      return field.required && field.options.length === 1 ? field.options[0]?.value : undefined
    default:
      return undefined
  }
}
