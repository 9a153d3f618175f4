import { execute, Fault } from '@shared/api'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { ChapterLinksDocument, type LinkCardFragment, MyInvitingDocument } from '../../gql/links/graphql'
import { currentQuery } from '../../offline'

/** A link with what it has brought so far. Numbers and addresses: nobody's personal data, so it is there offline too. */
export type LinkCard = LinkCardFragment

/** A chapter's links, the newest first: those that are open, or all. */
export function useChapterLinks(chapter: string, open: boolean) {
  return useInfiniteQuery({
    ...currentQuery,
    queryKey: ['links', chapter, open],
    queryFn: async ({ signal, pageParam }) => {
      const variables = { chapter, open: open || null, after: pageParam }
      const answer = await execute(ChapterLinksDocument, variables, { signal })
      if (!answer.chapter)
        throw new Fault({ code: 'NOT_FOUND', message: 'there is no such chapter', status: 404 })
      return answer.chapter
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ referralLinks: { pageInfo } }) =>
      pageInfo.hasNextPage ? pageInfo.endCursor : undefined,
    enabled: chapter !== '',
  })
}

/** One's own link, and what inviting has brought. */
export function useMyInviting() {
  return useQuery({
    ...currentQuery,
    queryKey: ['my-inviting'],
    queryFn: ({ signal }) => execute(MyInvitingDocument, {}, { signal }),
  })
}
