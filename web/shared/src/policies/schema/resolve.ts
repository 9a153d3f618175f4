import { entryOf, isObject, type JsonObject, same, stepsOf } from './path'

/** As deep as the server lets a schema be; a reference that leads back to itself ends here. */
const MAX_DEPTH = 32

/** Keywords that describe and do not judge: a reference may carry its own beside the ones it points at. */
const DESCRIBING = new Set(['title', 'description', 'default', 'examples', 'x-unit', '$comment'])

/** A node of a schema with its references followed and `allOf` laid together; `undefined` if that is not possible. */
export function resolve(root: unknown, node: unknown, depth = 0): JsonObject | undefined {
  if (node === true) return {}
  if (!isObject(node) || depth > MAX_DEPTH) return undefined
  const { $ref, allOf, ...own } = node
  const parts: (JsonObject | undefined)[] = Array.isArray(allOf)
    ? allOf.map(part => resolve(root, part, depth + 1))
    : []
  if ($ref !== undefined) {
    const target = typeof $ref === 'string' && $ref.startsWith('#') ? pointedAt(root, $ref) : undefined
    parts.unshift(resolve(root, target, depth + 1))
  }
  return [...parts, own].reduce(merge)
}

/** What a pointer within a schema leads to. */
function pointedAt(root: unknown, pointer: string): unknown {
  let node = root
  for (const step of stepsOf(pointer)) {
    if (Array.isArray(node)) node = node[Number(step)]
    else if (isObject(node)) node = entryOf(node, step)
    else return undefined
  }
  return node
}

/** Two nodes that both hold, as one; `undefined` where they say different things about the same. */
function merge(below: JsonObject | undefined, above: JsonObject | undefined): JsonObject | undefined {
  if (!below || !above) return undefined
  const result: JsonObject = { ...below }
  for (const [keyword, value] of Object.entries(above)) {
    const other = result[keyword]
    if (other === undefined || DESCRIBING.has(keyword) || same(other, value)) result[keyword] = value
    else if (keyword === 'required' && Array.isArray(other) && Array.isArray(value)) {
      result[keyword] = [...new Set([...other, ...value])]
    } else if (keyword === 'properties' && isObject(other) && isObject(value)) {
      const clash = Object.keys(value).some(key => Object.hasOwn(other, key) && !same(other[key], value[key]))
      if (clash) return undefined
      result[keyword] = { ...other, ...value }
    } else return undefined
  }
  return result
}
