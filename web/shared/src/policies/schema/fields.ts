import { type Described, emptyOf, type Field, type Option } from './field'
import { type Hints, isInFen, titleInYuan } from './money'
import type { Unit } from './numbers'
import { isObject, type JsonObject } from './path'
import { resolve } from './resolve'

/** Deeper than this, a form is no help any more. */
const MAX_DEPTH = 12
/** A text that may be longer than this gets more than one line. */
const LONG = 300
/** The two ends of a range; its unit is theirs. */
const BOUNDS = ['min', 'max']

/** What a form for the values of a schema consists of. Whatever it cannot draw becomes a field of the kind `json`. */
export function fieldsOf(schema: unknown, hints: Hints = {}): Field {
  const builder: Builder = { root: schema, hints }
  return build(builder, schema, { name: '', required: true, depth: 0 })
}

interface Builder {
  root: unknown
  hints: Hints
}

interface Place {
  name: string
  required: boolean
  depth: number
  /** The unit of the object or list around it. */
  unit?: Unit
}

function build(builder: Builder, node: unknown, place: Place): Field {
  const schema = resolve(builder.root, node)
  const described = describe(schema, place, place.depth === 0 ? builder.hints : {})
  if (!schema || place.depth > MAX_DEPTH) return { ...described, kind: 'json', schema: schema ?? node }
  const unit = place.unit ?? unitOf(schema, place, builder.hints)
  if (unit && described.title) described.title = titleInYuan(described.title)
  const options = optionsOf(builder.root, schema, described)
  if (options) return { ...described, kind: 'choice', options }
  switch (typeOf(schema, described)) {
    case 'object':
      return object(builder, schema, described, { ...place, unit })
    case 'array':
      return list(builder, schema, described, { ...place, unit })
    case 'integer':
    case 'number':
      return number(schema, described, unit)
    case 'string':
      return text(schema, described)
    case 'boolean':
      return { ...described, kind: 'boolean' }
    default:
      return { ...described, kind: 'json' }
  }
}

function unitOf(schema: JsonObject, place: Place, hints: Hints): Unit | undefined {
  return isInFen(schema, place.name, place.depth === 0 ? hints : {}) ? 'fen' : undefined
}

function describe(schema: JsonObject | undefined, place: Place, hints: Hints): Described {
  const types = Array.isArray(schema?.type) ? schema.type : []
  return {
    name: place.name,
    title: textOr(schema?.title, hints.title),
    description: textOr(schema?.description),
    required: place.required,
    nullable: types.includes('null'),
    default: schema?.default,
    schema: schema ?? {},
  }
}

function textOr(value: unknown, otherwise?: string): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : otherwise
}

function amount(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}

/** The one type of a node beside `null`: told, or plain from its keywords. */
function typeOf(schema: JsonObject, described: Described): string | undefined {
  if (typeof schema.type === 'string') return schema.type
  if (Array.isArray(schema.type)) {
    const types = schema.type.filter(type => type !== 'null')
    const drawable = types.length === 1 && !(described.nullable && ['object', 'array'].includes(types[0]))
    return drawable ? types[0] : undefined
  }
  const has = (...keywords: string[]) => keywords.some(keyword => schema[keyword] !== undefined)
  if (has('properties')) return 'object'
  if (has('items')) return 'array'
  if (has('minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf')) return 'number'
  if (has('minLength', 'maxLength', 'pattern')) return 'string'
  return undefined
}

/** The values to choose from: `const`, `enum`, or `oneOf`/`anyOf` of constants. */
function optionsOf(root: unknown, schema: JsonObject, described: Described): Option[] | undefined {
  if (schema.const !== undefined) return [{ value: schema.const }]
  if (Array.isArray(schema.enum)) {
    if (schema.enum.includes(null)) described.nullable = true
    return schema.enum.map(value => ({ value }))
  }
  const branches = schema.oneOf ?? schema.anyOf
  if (!Array.isArray(branches) || branches.length === 0) return undefined
  const options: Option[] = []
  for (const branch of branches) {
    const resolved = resolve(root, branch)
    if (resolved?.const === undefined) return undefined
    options.push({
      value: resolved.const,
      title: textOr(resolved.title),
      detail: textOr(resolved.description),
    })
  }
  return options
}

function object(builder: Builder, schema: JsonObject, described: Described, place: Place): Field {
  const { properties } = schema
  if (!isObject(properties)) return { ...described, kind: 'json' }
  const required = Array.isArray(schema.required) ? schema.required : []
  const fields = Object.entries(properties).map(([name, node]) =>
    build(builder, node, {
      name,
      required: required.includes(name),
      depth: place.depth + 1,
      unit: BOUNDS.includes(name) ? place.unit : undefined,
    }),
  )
  const isRange =
    fields.length === 2 && fields.every(({ name, kind }) => kind === 'number' && BOUNDS.includes(name))
  if (isRange) fields.sort((a, b) => (a.name < b.name ? 1 : -1))
  const hasOthers =
    isObject(schema.patternProperties) ||
    isObject(schema.additionalProperties) ||
    schema.additionalProperties === true ||
    required.some(name => !Object.hasOwn(properties, name))
  return { ...described, kind: 'object', fields, isRange, hasOthers }
}

function list(builder: Builder, schema: JsonObject, described: Described, place: Place): Field {
  if (!isObject(schema.items) || schema.prefixItems !== undefined) return { ...described, kind: 'json' }
  const item = build(builder, schema.items, {
    name: '',
    required: true,
    depth: place.depth + 1,
    unit: place.unit,
  })
  const limits = {
    minItems: amount(schema.minItems) ?? 0,
    maxItems: amount(schema.maxItems) ?? Number.POSITIVE_INFINITY,
  }
  if (item.kind === 'choice') return { ...described, kind: 'choices', options: item.options, ...limits }
  return { ...described, kind: 'list', item, ...limits }
}

function number(schema: JsonObject, described: Described, unit?: Unit): Field {
  const integer = schema.type === 'integer' || (Array.isArray(schema.type) && schema.type.includes('integer'))
  const bounds = { minimum: amount(schema.minimum), maximum: amount(schema.maximum) }
  return { ...described, kind: 'number', integer, unit: integer ? unit : undefined, ...bounds }
}

const FORMATS = ['date', 'date-time', 'time', 'email', 'uri'] as const

function text(schema: JsonObject, described: Described): Field {
  const maxLength = amount(schema.maxLength)
  const known = FORMATS.find(format => format === schema.format)
  const format = known ?? ((maxLength ?? 0) > LONG && schema.pattern === undefined ? 'long' : 'plain')
  return { ...described, kind: 'text', format, minLength: amount(schema.minLength), maxLength }
}

/** The value that a new form for a schema starts with. */
export function emptyValue(schema: unknown): unknown {
  return emptyOf(fieldsOf(schema))
}
