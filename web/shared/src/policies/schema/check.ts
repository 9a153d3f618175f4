import type { OutputUnit } from '@cfworker/json-schema'
import { type Field, fieldAt } from './field'
import { fieldsOf } from './fields'
import { validatorOf } from './local'
import type { Hints } from './money'
import type { Unit } from './numbers'
import { entryOf, isObject, type Path, pointerOf, readValue, stepsOf } from './path'
import { type BothTexts, OTHER, problemText, REQUIRED, unfinishedText } from './problems'
import { Unfinished } from './unfinished'

/** Something wrong with a value, where it is wrong. */
export interface Problem {
  /** From the value on; empty for the value as a whole. */
  path: Path
  /** The keyword of the schema that is broken, or `unfinished`. */
  keyword: string
  text: BothTexts
}

/** These only say that something below is wrong, which is told there. */
const WRAPPERS = new Set([
  '$ref',
  'allOf',
  'properties',
  'patternProperties',
  'additionalProperties',
  'unevaluatedProperties',
  'items',
  'prefixItems',
  'unevaluatedItems',
  'dependentSchemas',
  'if',
])

/**
 * Checks a value against a schema, without `eval`: what is wrong, where, in both languages.
 *
 * The server judges; this only tells people earlier. A schema that the browser cannot handle finds nothing wrong here.
 */
export function check(schema: unknown, value: unknown, hints: Hints = {}): Problem[] {
  const unfinished = unfinishedIn(value, [])
  if (value === undefined) return [{ path: [], keyword: 'required', text: REQUIRED }]
  const form = fieldsOf(schema, hints)
  const taken = new Set(unfinished.map(({ path }) => pointerOf(path)))
  const found = errorsOf(schema, value).flatMap(error => problemsOf(schema, value, form, error))
  const others = found.filter(({ path }) => {
    const pointer = pointerOf(path)
    if (taken.has(pointer)) return false
    taken.add(pointer)
    return true
  })
  return [...unfinished, ...others]
}

function unfinishedIn(value: unknown, path: Path): Problem[] {
  if (value instanceof Unfinished) return [{ path, keyword: 'unfinished', text: unfinishedText(value) }]
  if (Array.isArray(value)) return value.flatMap((item, place) => unfinishedIn(item, [...path, place]))
  if (isObject(value))
    return Object.entries(value).flatMap(([key, part]) => unfinishedIn(part, [...path, key]))
  return []
}

function errorsOf(schema: unknown, value: unknown): OutputUnit[] {
  if (!isObject(schema)) return []
  try {
    const { errors } = validatorOf(schema).validate(JSON.parse(JSON.stringify(value)))
    // What is wrong within a branch of a choice says nothing about the choice.
    const choices = errors.filter(({ keyword }) => keyword === 'oneOf' || keyword === 'anyOf')
    const inside = (error: OutputUnit) =>
      choices.some(({ keywordLocation }) => error.keywordLocation.startsWith(`${keywordLocation}/`))
    return errors.filter(error => !WRAPPERS.has(error.keyword) && !inside(error))
  } catch {
    // A schema beyond what this library knows: the server will judge.
    return []
  }
}

function problemsOf(schema: unknown, value: unknown, form: Field, error: OutputUnit): Problem[] {
  const path = typedPath(value, stepsOf(error.instanceLocation))
  const limit = limitAt(schema, error.keywordLocation)
  if (error.keyword === 'required' && Array.isArray(limit)) {
    const part = readValue(value, path)
    const missing = limit.filter(name => !isObject(part) || entryOf(part, name) === undefined)
    return missing.map(name => ({ path: [...path, name], keyword: 'required', text: REQUIRED }))
  }
  const text =
    limit === undefined && error.keyword !== 'false'
      ? OTHER
      : problemText(error.keyword, limit, unitAt(form, path))
  return [{ path, keyword: error.keyword, text }]
}

/** Steps into lists as numbers, so that paths compare whatever they come from. */
export function typedPath(value: unknown, steps: readonly string[]): Path {
  return steps.map((step, place) =>
    Array.isArray(readValue(value, typedPath(value, steps.slice(0, place)))) ? Number(step) : step,
  )
}

function unitAt(form: Field, path: Path): Unit | undefined {
  const field = fieldAt(form, path)
  return field?.kind === 'number' ? field.unit : undefined
}

/** What a schema has at the place that an error names; the place goes through references. */
function limitAt(schema: unknown, location: string): unknown {
  let node = schema
  for (const step of stepsOf(location)) {
    if (step === '$ref' && isObject(node)) node = readValue(schema, stepsOf(String(node.$ref)))
    else node = readValue(node, [step])
  }
  return node
}
