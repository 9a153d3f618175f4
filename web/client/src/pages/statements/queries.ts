import { execute, Fault } from '@shared/api'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import {
  MyStatementDocument,
  MyStatementLinesDocument,
  type MyStatementQuery,
  MyStatementsDocument,
} from '../../gql/statements/graphql'
import { currentQuery } from '../../offline'

/*
 * The chapter's own money. It names no member, so it is kept, sealed, for the time without a network.
 * Ids of statements stand in an object: what stands there as a text is taken for a chapter, see `serves`.
 */

/** A statement as its page knows it. */
export type Statement = NonNullable<MyStatementQuery['statement']>

function missing(what: string): Fault {
  return new Fault({ code: 'NOT_FOUND', message: `there is no such ${what}`, status: 404 })
}

export function useMyStatements(chapter: string) {
  return useInfiniteQuery({
    ...currentQuery,
    queryKey: ['statements', chapter],
    queryFn: async ({ signal, pageParam }) => {
      const { chapter: found } = await execute(
        MyStatementsDocument,
        { chapter, after: pageParam },
        { signal },
      )
      if (!found) throw missing('chapter')
      return found.statements
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ pageInfo }) => (pageInfo.hasNextPage ? pageInfo.endCursor : undefined),
    enabled: chapter !== '',
  })
}

export function useMyStatement(id: string) {
  return useQuery({
    ...currentQuery,
    queryKey: ['statement', { id }],
    queryFn: async ({ signal }) => {
      const { statement } = await execute(MyStatementDocument, { id }, { signal })
      if (!statement) throw missing('statement')
      return statement
    },
  })
}

export function useStatementLines(id: string) {
  return useInfiniteQuery({
    ...currentQuery,
    queryKey: ['statement-lines', { id }],
    queryFn: async ({ signal, pageParam }) => {
      const { statement } = await execute(MyStatementLinesDocument, { id, after: pageParam }, { signal })
      if (!statement) throw missing('statement')
      return statement.lines
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ pageInfo }) => (pageInfo.hasNextPage ? pageInfo.endCursor : undefined),
  })
}
