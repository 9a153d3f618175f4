import { isObject, type Path, same } from '../schema/path'

/** One difference between two values. `undefined` is "not there". */
export interface Change {
  kind: 'added' | 'removed' | 'changed'
  path: Path
  before: unknown
  after: unknown
}

/**
 * What differs between two values, part by part, in the order of the newer value.
 *
 * Lists are sets (as the rules of narrowing see them): an item that is new or gone is told, a different order only where
 * nothing else changed.
 */
export function diffValues(before: unknown, after: unknown, path: Path = []): Change[] {
  if (same(before, after)) return []
  if (isObject(before) && isObject(after)) {
    const keys = [...new Set([...Object.keys(after), ...Object.keys(before)])]
    const at = (object: Record<string, unknown>, key: string) =>
      Object.hasOwn(object, key) ? object[key] : undefined
    return keys.flatMap(key => diffValues(at(before, key), at(after, key), [...path, key]))
  }
  if (Array.isArray(before) && Array.isArray(after)) return diffLists(before, after, path)
  const kind = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed'
  return [{ kind, path, before, after }]
}

function diffLists(before: unknown[], after: unknown[], path: Path): Change[] {
  const gone = lacking(before, after)
  const fresh = lacking(after, before)
  // One group that was edited in its place: tell what changed within.
  const [old, young] = [gone[0], fresh[0]]
  if (
    gone.length === 1 &&
    fresh.length === 1 &&
    old &&
    young &&
    old.place === young.place &&
    isObject(old.item)
  ) {
    return diffValues(old.item, young.item, [...path, young.place])
  }
  const changes: Change[] = [
    ...gone.map(
      ({ item, place }): Change => ({
        kind: 'removed',
        path: [...path, place],
        before: item,
        after: undefined,
      }),
    ),
    ...fresh.map(
      ({ item, place }): Change => ({
        kind: 'added',
        path: [...path, place],
        before: undefined,
        after: item,
      }),
    ),
  ]
  return changes.length > 0 ? changes : [{ kind: 'changed', path, before, after }]
}

/** The items of a list that another lacks; of items that are there twice, one meets one. */
function lacking(list: unknown[], other: unknown[]): { item: unknown; place: number }[] {
  const left = [...other]
  return list.flatMap((item, place) => {
    const met = left.findIndex(candidate => same(candidate, item))
    if (met < 0) return [{ item, place }]
    left.splice(met, 1)
    return []
  })
}
