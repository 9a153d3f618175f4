import { Validator } from '@cfworker/json-schema'
import { isObject, type JsonObject } from './path'

/** Keywords whose entries are schemas by a name that is no keyword. */
const MAPS = new Set(['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas'])
/** Keywords whose content is data, not a schema. */
const DATA = new Set(['const', 'enum', 'default', 'examples'])

/**
 * A schema as the browser may check it.
 *
 * Left to the server: `format` (which it does not judge either), and patterns that a browser cannot compile or could chew
 * on for ever (the server matches in linear time, a browser does not).
 */
export function localSchema(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(localSchema)
  if (!isObject(node)) return node
  const entries = Object.entries(node).flatMap(([key, part]): [string, unknown][] => {
    if (key === 'format' && typeof part === 'string') return []
    if (key === 'pattern' && typeof part === 'string') return isTame(part) ? [[key, part]] : []
    if (DATA.has(key)) return [[key, part]]
    if (key === 'patternProperties' && isObject(part) && !Object.keys(part).every(isTame)) return []
    return [[key, MAPS.has(key) && isObject(part) ? mapped(part) : localSchema(part)]]
  })
  return Object.fromEntries(entries)
}

function mapped(schemas: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, localSchema(schema)]))
}

/** Whether a browser can match a pattern, and soon: no repeated group that repeats or chooses within. */
function isTame(pattern: string): boolean {
  try {
    new RegExp(pattern, 'u')
  } catch {
    return false
  }
  const repeatsGroup = /\)[+*{]/.test(pattern)
  const repetitions = pattern.match(/[+*|]|\{\d/g)?.length ?? 0
  return !repeatsGroup || repetitions < 2
}

const compiled = new WeakMap<object, Validator>()

/** The checker of a schema, made once. */
export function validatorOf(schema: object): Validator {
  const known = compiled.get(schema)
  if (known) return known
  const made = new Validator(localSchema(schema) as object, '2020-12', false)
  compiled.set(schema, made)
  return made
}
