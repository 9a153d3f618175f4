import { execute } from '@shared/api'
import { ChapterDirectoryDocument, type ChapterDirectoryQuery } from '../../gql/mine/graphql'

/** A chapter as everybody may know it. */
export type Listed = ChapterDirectoryQuery['chapterDirectory'][number]

/** Open chapters by name, pinyin or code. */
export async function inDirectory(text: string, signal: AbortSignal): Promise<readonly Listed[]> {
  return (await execute(ChapterDirectoryDocument, { text }, { signal })).chapterDirectory
}

/** What stands above it, which tells chapters of one name apart. */
export function whereabouts(listed: Listed): string {
  return listed.within.join(' · ')
}
