import type { ChapterLevel } from '@shared/gql/schema'

/** The whole tree as the server answers it: the n-th entry (or character) of each column is the n-th chapter. */
export interface TreeColumns {
  version: string
  count: number
  ids: readonly number[]
  parents: readonly number[]
  levels: string
  names: readonly string[]
  divisions: readonly string[]
  vacant: string
}

/**
 * The tree as the pages use it. A chapter is named by its row, its place in the order "branch by branch from the top
 * down": what stands below row `r` are the rows from `r + 1` to `r + size[r] - 1`. So every question is answered by
 * walking a stretch of numbers, and 33,000 chapters need no objects of their own.
 */
export interface TreeIndex {
  version: string
  count: number
  ids: readonly number[]
  names: readonly string[]
  divisions: readonly string[]
  levels: Uint8Array
  vacant: Uint8Array
  /** Row of the chapter above; -1 for a root. */
  parent: Int32Array
  depth: Uint8Array
  /** How many chapters the branch has, itself included. */
  size: Int32Array
  /** How many of the branch are vacant, itself included. */
  vacancies: Int32Array
  /** Row of each chapter by the number in its id. */
  rowOf: ReadonlyMap<number, number>
}

const LEVELS: readonly ChapterLevel[] = ['HEADQUARTERS', 'PROVINCE', 'PREFECTURE', 'COUNTY']

/** Builds the index in one pass down and one pass up. */
export function indexTree(columns: TreeColumns): TreeIndex {
  const { count, ids } = columns
  const levels = new Uint8Array(count)
  const vacant = new Uint8Array(count)
  const parent = new Int32Array(count)
  const depth = new Uint8Array(count)
  const size = new Int32Array(count).fill(1)
  const vacancies = new Int32Array(count)
  const rowOf = new Map<number, number>()
  for (let row = 0; row < count; row += 1) {
    const above = rowOf.get(columns.parents[row] ?? 0) ?? -1
    rowOf.set(ids[row] ?? 0, row)
    parent[row] = above
    depth[row] = above < 0 ? 0 : at(depth, above) + 1
    levels[row] = Number(columns.levels[row] ?? 3)
    vacant[row] = columns.vacant[row] === '1' ? 1 : 0
    vacancies[row] = at(vacant, row)
  }
  // Parents come before their children, so going backwards every branch is complete when it is added to its parent.
  for (let row = count - 1; row > 0; row -= 1) {
    const above = at(parent, row)
    if (above < 0) continue
    size[above] = at(size, above) + at(size, row)
    vacancies[above] = at(vacancies, above) + at(vacancies, row)
  }
  const { version, names, divisions } = columns
  return { version, count, ids, names, divisions, levels, vacant, parent, depth, size, vacancies, rowOf }
}

/** Whether an answer is the tree that is indexed already. Versions of the past are all 0, so they never are. */
export function isSameTree(index: TreeIndex, columns: TreeColumns): boolean {
  return (
    columns.version !== '0' &&
    index.version === columns.version &&
    index.count === columns.count &&
    // A changed right shows another part of the same version.
    columns.ids.every((id, row) => id === index.ids[row])
  )
}

/** The chapter at a row, in the shape that cells want. */
export function chapterAt(index: TreeIndex, row: number) {
  return {
    id: `chap_${index.ids[row] ?? 0}`,
    name: index.names[row] ?? '',
    level: levelAt(index, row),
    division: index.divisions[row] ?? '',
    vacant: index.vacant[row] === 1,
  }
}

export function levelAt(index: TreeIndex, row: number): ChapterLevel {
  return LEVELS[at(index.levels, row)] ?? 'COUNTY'
}

/** The row of a chapter by its global id; -1 if it is not in this tree. */
export function rowOfId(index: TreeIndex, id: string | null): number {
  return index.rowOf.get(Number(id?.replace(/^chap_/, ''))) ?? -1
}

/** Whether anything stands below. */
export function isInner(index: TreeIndex, row: number): boolean {
  return at(index.size, row) > 1
}

/** The rows directly below, in order. */
export function childrenOf(index: TreeIndex, row: number): number[] {
  const found: number[] = []
  const end = row + at(index.size, row)
  for (let below = row + 1; below < end; below += at(index.size, below)) found.push(below)
  return found
}

/** The rows above, the nearest first. */
export function ancestorsOf(index: TreeIndex, row: number): number[] {
  const found: number[] = []
  for (let above = at(index.parent, row); above >= 0; above = at(index.parent, above)) found.push(above)
  return found
}

/** Who looks after a vacant chapter: the nearest above that is led, headquarters in the end; -1 if that is not shown. */
export function caretakerOf(index: TreeIndex, row: number): number {
  return ancestorsOf(index, row).find(above => index.vacant[above] === 0) ?? -1
}

/** The province that a row lies in, or is; -1 for headquarters. */
export function provinceOf(index: TreeIndex, row: number): number {
  return [row, ...ancestorsOf(index, row)].find(above => levelAt(index, above) === 'PROVINCE') ?? -1
}

/** Chapters whose level is above `level` and below which something stands: what must be open to see that level. */
export function openedTo(index: TreeIndex, level: ChapterLevel): Set<number> {
  const rank = LEVELS.indexOf(level)
  const open = new Set<number>()
  for (let row = 0; row < index.count; row += 1) {
    if (at(index.levels, row) < rank && isInner(index, row)) open.add(index.ids[row] ?? 0)
  }
  return open
}

/** The entry of a typed array, whose bounds the callers keep. */
function at(column: Int32Array | Uint8Array, row: number): number {
  return column[row] ?? 0
}
