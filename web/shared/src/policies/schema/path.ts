/** The way from a value to a part of it: names of entries and places in lists. */
export type Path = readonly (string | number)[]

/** A JSON object, as opposed to a list, a scalar or null. */
export type JsonObject = Record<string, unknown>

/** Whether a value is a JSON object (and no list and not null). */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && isPlain(value)
}

/** Objects with a class of their own (text that is no value yet) are leaves, not objects of JSON. */
function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** An entry of an object; what an object inherits (`constructor`, `__proto__`) is no entry of it. */
export function entryOf(object: JsonObject, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined
}

/** An object with an entry set, added or (for `undefined`) left out; the others keep their order. */
export function withEntry(object: JsonObject, key: string, value: unknown): JsonObject {
  const entries = Object.entries(object).filter(([name, entry]) => name !== key && entry !== undefined)
  if (value === undefined) return Object.fromEntries(entries)
  const place = Object.keys(object).indexOf(key)
  entries.splice(place < 0 ? entries.length : place, 0, [key, value])
  // `fromEntries` defines entries; so a key `__proto__` is one like any other.
  return Object.fromEntries(entries)
}

/** The part of a value that a path leads to; `undefined` where it leads nowhere. */
export function readValue(value: unknown, path: Path): unknown {
  let part = value
  for (const step of path) {
    if (Array.isArray(part)) part = part[Number(step)]
    else if (isObject(part)) part = entryOf(part, String(step))
    else return undefined
  }
  return part
}

/**
 * The value with another part where the path leads. `undefined` removes an entry (or an item of a list). What is missing on
 * the way is made: an object for a name, a list for a number.
 */
export function writeValue(value: unknown, path: Path, part: unknown): unknown {
  const [step, ...rest] = path
  if (step === undefined) return part
  if (typeof step === 'number') {
    const list = Array.isArray(value) ? [...value] : []
    const item = writeValue(list[step], rest, part)
    if (item === undefined) list.splice(step, 1)
    else list[step] = item
    return list
  }
  const object = isObject(value) ? value : {}
  return withEntry(object, step, writeValue(entryOf(object, step), rest, part))
}

/** A path as one text, to compare by and to look up with (a JSON Pointer). */
export function pointerOf(path: Path): string {
  return path.map(step => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

/** The steps of a JSON Pointer, with or without `#` in front. */
export function stepsOf(pointer: string): string[] {
  const steps = pointer.replace(/^#/, '').split('/').slice(1)
  return steps.map(step => decode(step).replaceAll('~1', '/').replaceAll('~0', '~'))
}

function decode(step: string): string {
  try {
    return decodeURIComponent(step)
  } catch {
    // A lone % is a character of the key, not an escape.
    return step
  }
}

/** Whether two JSON values mean the same; the order of entries says nothing. */
export function same(a: unknown, b: unknown): boolean {
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, place) => same(item, b[place]))
  }
  if (isObject(a)) {
    if (!isObject(b)) return false
    const keys = Object.keys(a)
    return (
      keys.length === Object.keys(b).length &&
      keys.every(key => Object.hasOwn(b, key) && same(a[key], b[key]))
    )
  }
  return a === b
}
