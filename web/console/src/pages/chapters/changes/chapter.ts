import type { ChapterHeadQuery } from '../../../gql/graphql'

/** A chapter as its page knows it. */
export type ChapterHead = NonNullable<ChapterHeadQuery['chapter']>

/** What a dialog about a chapter is given. */
export interface ChangeProps {
  chapter: ChapterHead
  onClose: () => void
}
