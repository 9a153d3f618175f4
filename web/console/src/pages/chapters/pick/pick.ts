import { execute } from '@shared/api'
import type { ChapterLevel } from '@shared/gql/schema'
import {
  ChaptersDivisionsFoundDocument,
  type ChaptersDivisionsFoundQuery,
  ChaptersFoundDocument,
  type ChaptersFoundQuery,
  ChaptersPeopleFoundDocument,
  type ChaptersPeopleFoundQuery,
} from '../../../gql/graphql'

export type FoundChapter = ChaptersFoundQuery['chapterSearch'][number]
export type FoundPerson = ChaptersPeopleFoundQuery['accounts'][number]
export type FoundDivision = ChaptersDivisionsFoundQuery['divisions'][number]

/** Chapters by name, pinyin or division code. */
export async function searchChapters(text: string, signal: AbortSignal): Promise<FoundChapter[]> {
  if (text === '') return []
  const { chapterSearch } = await execute(ChaptersFoundDocument, { text, first: 20 }, { signal })
  return chapterSearch
}

/** Staff by name or address, and whoever has exactly this id or phone number. */
export async function searchPeople(text: string, signal: AbortSignal): Promise<FoundPerson[]> {
  const { accounts } = await execute(ChaptersPeopleFoundDocument, { text }, { signal })
  return accounts
}

/** Divisions that exist and can be licensed to chapters of a level; `within` is what the empty text stands for. */
export async function searchDivisions(
  text: string,
  level: ChapterLevel,
  within: string,
  signal: AbortSignal,
): Promise<FoundDivision[]> {
  const { divisions } = await execute(ChaptersDivisionsFoundDocument, { text: text || within }, { signal })
  const fit = divisions.filter(
    division => division.level === level && division.kind === 'ADMINISTRATIVE' && division.validTo === null,
  )
  // Those that nobody holds are what is mostly looked for.
  return fit.toSorted((a, b) => Number(a.chapter !== null) - Number(b.chapter !== null))
}

/** The path of a chapter from the top down, without headquarters: what tells chapters of one name apart. */
export function pathOf(chapter: Pick<FoundChapter, 'ancestors'>): string {
  return chapter.ancestors
    .slice(0, -1)
    .map(above => above.name)
    .reverse()
    .join(' › ')
}

/** What all codes of divisions within this one begin with: 33 for Zhejiang, 3301 for Hangzhou. */
export function codePrefix(code: string): string {
  return code.replace(/(00)+$/, '')
}
