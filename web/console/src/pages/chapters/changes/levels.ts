import type { ChapterLevel } from '@shared/gql/schema'

/** The levels from the top down. */
export const LEVELS: readonly ChapterLevel[] = ['HEADQUARTERS', 'PROVINCE', 'PREFECTURE', 'COUNTY']

/** Whether a chapter of one level may stand above one of another. */
export function ranksAbove(above: ChapterLevel, below: ChapterLevel): boolean {
  return LEVELS.indexOf(above) < LEVELS.indexOf(below)
}

/** The levels that a chapter may have below one of this level. */
export function levelsBelow(level: ChapterLevel): ChapterLevel[] {
  return LEVELS.filter(below => ranksAbove(level, below))
}
