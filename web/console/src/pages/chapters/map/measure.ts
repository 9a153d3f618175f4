import type { DeliveryState } from '@shared/gql/schema'
import { chapterAt, levelAt, type TreeIndex } from '../tree/tree'
import { TILES, type Tile } from './provinces'

/** What is measured in a province: so many of so many. */
export interface Count {
  value: number
  of: number
}

/** A provincial division as the map and the table show it. */
export interface Province {
  tile: Tile
  /** Its chapter; null where there is none. */
  chapter: { id: string; name: string; vacant: boolean } | null
  /** Null where there is nothing to measure. */
  count: Count | null
}

/** How many steps of colour there are besides "none". */
export const STEPS = 5

/** The 34 divisions with their chapters and what `measure` counts there. */
export function provinces(index: TreeIndex, measure: (row: number, id: string) => Count | null): Province[] {
  const rows = new Map<string, number>()
  for (let row = 0; row < index.count; row += 1) {
    if (levelAt(index, row) === 'PROVINCE') rows.set(index.divisions[row] ?? '', row)
  }
  return TILES.map(tile => {
    const row = rows.get(tile.code)
    if (row === undefined) return { tile, chapter: null, count: null }
    const { id, name, vacant } = chapterAt(index, row)
    return { tile, chapter: { id, name, vacant }, count: measure(row, id) }
  })
}

/** How many chapters of a province, itself included, are vacant. */
export function vacancy(index: TreeIndex, row: number): Count {
  return { value: index.vacancies[row] ?? 0, of: index.size[row] ?? 0 }
}

/** States in which nobody waits for an acknowledgement. */
const NOT_OWED: ReadonlySet<DeliveryState> = new Set(['EXEMPT', 'STALE'])

/** How many of those that owe an acknowledgement have given it; null where nobody owes one. */
export function acknowledgement(
  byState: readonly { state: DeliveryState; chapters: number }[],
): Count | null {
  let [value, of] = [0, 0]
  for (const { state, chapters } of byState) {
    if (state === 'ACKNOWLEDGED') value += chapters
    if (!NOT_OWED.has(state)) of += chapters
  }
  return of === 0 ? null : { value, of }
}

/** The step of colour of a share: 0 for none at all, then equal parts, the last one for all but all. */
export function stepOf(count: Count): number {
  if (count.of === 0 || count.value === 0) return 0
  return Math.min(STEPS, Math.max(1, Math.ceil((count.value / count.of) * STEPS)))
}

/** By what the table can be sorted. */
export type SortKey = 'name' | 'share' | 'value' | 'of'

/** Provinces in order; those without a measure come last, whichever way it goes. */
export function sorted(all: readonly Province[], key: SortKey, descending: boolean): Province[] {
  const sign = descending ? -1 : 1
  const number = ({ count }: Province) => {
    if (!count) return null
    if (key === 'share') return count.of === 0 ? 0 : count.value / count.of
    return key === 'value' ? count.value : count.of
  }
  return all.toSorted((a, b) => {
    if (key === 'name') return sign * a.tile.code.localeCompare(b.tile.code)
    const [left, right] = [number(a), number(b)]
    if (left === null || right === null) return Number(left === null) - Number(right === null)
    return sign * (left - right) || a.tile.code.localeCompare(b.tile.code)
  })
}
