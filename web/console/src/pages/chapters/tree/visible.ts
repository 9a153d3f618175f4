import { isInner, type TreeIndex } from './tree'

/** What is shown of a tree: the rows from top to bottom, and each row's place among its siblings. */
export interface VisibleRows {
  rows: Int32Array
  /** Where a row is shown; -1 if it is not. */
  placeOf: (row: number) => number
  /** How many siblings a row has as shown, itself included, and which of them it is, from 1. */
  position: (row: number) => { posinset: number; setsize: number }
}

/** What decides which rows are shown. */
export interface Showing {
  /** Numbers of the chapters that are open. */
  open: ReadonlySet<number>
  /** Only vacant chapters, and those above them. */
  vacantOnly: boolean
}

/** The rows that are shown. Closed branches are stepped over whole, so this costs what is shown, not what there is. */
export function visibleRows(index: TreeIndex, { open, vacantOnly }: Showing): VisibleRows {
  const rows = new Int32Array(index.count)
  const places = new Map<number, number>()
  const siblings = new Map<number, number>()
  const positions = new Map<number, number>()
  let shown = 0
  let row = 0
  while (row < index.count) {
    const size = index.size[row] ?? 1
    if (vacantOnly && index.vacancies[row] === 0) {
      row += size
      continue
    }
    const parent = index.parent[row] ?? -1
    const posinset = (siblings.get(parent) ?? 0) + 1
    siblings.set(parent, posinset)
    positions.set(row, posinset)
    places.set(row, shown)
    rows[shown] = row
    shown += 1
    row += isInner(index, row) && open.has(index.ids[row] ?? 0) ? 1 : size
  }
  return {
    rows: rows.subarray(0, shown),
    placeOf: row => places.get(row) ?? -1,
    position: row => ({
      posinset: positions.get(row) ?? 1,
      setsize: siblings.get(index.parent[row] ?? -1) ?? 1,
    }),
  }
}

/** Whether a row can be opened as shown: with only vacant chapters shown, one of them must stand below. */
export function opens(index: TreeIndex, row: number, vacantOnly: boolean): boolean {
  if (!isInner(index, row)) return false
  return !vacantOnly || (index.vacancies[row] ?? 0) > (index.vacant[row] ?? 0)
}

/** The next row from a place on, going round, whose name or division code begins with what was typed. */
export function typedAhead(index: TreeIndex, rows: Int32Array, from: number, typed: string): number {
  const wanted = typed.toLowerCase()
  for (let step = 0; step < rows.length; step += 1) {
    const row = rows[(from + step) % rows.length] ?? 0
    const name = (index.names[row] ?? '').toLowerCase()
    if (name.startsWith(wanted) || (index.divisions[row] ?? '').startsWith(wanted)) return row
  }
  return -1
}

/** Rows whose name has the text, or whose division code begins with it: how a tree of the past is searched. */
export function searchRows(index: TreeIndex, text: string, most: number): number[] {
  const wanted = text.trim().toLowerCase()
  const found: number[] = []
  if (wanted === '') return found
  for (let row = 0; row < index.count && found.length < most; row += 1) {
    const name = (index.names[row] ?? '').toLowerCase()
    if (name.includes(wanted) || (index.divisions[row] ?? '').startsWith(wanted)) found.push(row)
  }
  return found
}
