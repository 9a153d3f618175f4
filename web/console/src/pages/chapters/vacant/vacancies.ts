import type { ChapterLevel } from '@shared/gql/schema'
import { ancestorsOf, caretakerOf, chapterAt, levelAt, provinceOf, type TreeIndex } from '../tree/tree'

/** A vacant chapter as the board shows it. */
export interface Vacancy {
  id: string
  name: string
  level: ChapterLevel
  division: string
  /** Names of the chapters above, from the top down, without headquarters and itself. */
  path: string
  /** Row of its province; -1 if it has none. */
  province: number
  caretaker: { id: string; name: string } | null
}

/** All vacant chapters, branch by branch. */
export function vacancies(index: TreeIndex): Vacancy[] {
  const found: Vacancy[] = []
  for (let row = 0; row < index.count; row += 1) {
    if (index.vacant[row] !== 1) continue
    const { id, name, division } = chapterAt(index, row)
    const caretaker = caretakerOf(index, row)
    const above = ancestorsOf(index, row).filter(each => levelAt(index, each) !== 'HEADQUARTERS')
    found.push({
      id,
      name,
      division,
      level: levelAt(index, row),
      path: above
        .map(each => index.names[each])
        .reverse()
        .join(' › '),
      province: provinceOf(index, row),
      caretaker: caretaker < 0 ? null : chapterAt(index, caretaker),
    })
  }
  return found
}

/** Those of a level and province; null for all. */
export function narrowed(
  all: readonly Vacancy[],
  level: ChapterLevel | null,
  province: number | null,
): Vacancy[] {
  return all.filter(
    each => (level === null || each.level === level) && (province === null || each.province === province),
  )
}

/** When each chapter's last term ended, from what the audit log has of it, the newest first. */
export function endedAt(
  entries: readonly { at: string; chapter: { id: string } | null }[],
): Map<string, string> {
  const ends = new Map<string, string>()
  for (const { at, chapter } of entries) {
    const known = chapter && ends.get(chapter.id)
    if (chapter && (!known || known < at)) ends.set(chapter.id, at)
  }
  return ends
}
