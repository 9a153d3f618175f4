import { execute, Fault } from '@shared/api'
import { useQuery } from '@tanstack/react-query'
import {
  ChapterAuditDocument,
  ChapterChildrenDocument,
  type ChapterChildrenQuery,
  ChapterGrantsDocument,
  ChapterHeadDocument,
  ChapterHistoryDocument,
  ChapterInboxDocument,
  ChapterPeopleDocument,
  ChapterValueDocument,
  ChapterValuesDocument,
} from '../../../gql/graphql'
import type { PageOf } from './paging'

/*
 * What is read of a chapter, in the pieces that need a right of their own: a field that may not be read fails its whole
 * operation. All keys begin with `chapter` and its id, so that whoever changes it can have all of it read again.
 */

/** What is there, or the fault that says that it is not. */
function present<T>(thing: T | null | undefined): T {
  if (thing === null || thing === undefined) {
    throw new Fault({ code: 'NOT_FOUND', message: 'there is no such chapter', status: 404 })
  }
  return thing
}

export function useHead(id: string) {
  return useQuery({
    queryKey: ['chapter', id, 'head'],
    queryFn: async ({ signal }) => present((await execute(ChapterHeadDocument, { id }, { signal })).chapter),
  })
}

export function usePeople(id: string, enabled: boolean) {
  return useQuery({
    queryKey: ['chapter', id, 'people'],
    queryFn: async ({ signal }) =>
      present((await execute(ChapterPeopleDocument, { id }, { signal })).chapter),
    enabled,
  })
}

type Child = NonNullable<ChapterChildrenQuery['chapter']>['children']['nodes'][number]

/** All chapters directly below, read page after page: headquarters or a merged province may have more than a hundred. */
export function useChildren(id: string) {
  return useQuery({
    queryKey: ['chapter', id, 'children'],
    queryFn: async ({ signal }) => {
      const all: Child[] = []
      let after: string | null = null
      do {
        const answer: ChapterChildrenQuery = await execute(ChapterChildrenDocument, { id, after }, { signal })
        const { nodes, pageInfo } = present(answer.chapter).children
        all.push(...nodes)
        after = pageInfo.hasNextPage ? pageInfo.endCursor : null
      } while (after !== null)
      return all
    },
  })
}

export function useValues(id: string) {
  return useQuery({
    queryKey: ['chapter', id, 'values'],
    queryFn: async ({ signal }) =>
      present((await execute(ChapterValuesDocument, { id }, { signal })).chapter).values,
  })
}

export function useValue(id: string, key: string) {
  return useQuery({
    queryKey: ['chapter', id, 'values', key],
    queryFn: async ({ signal }) =>
      present(present((await execute(ChapterValueDocument, { id, key }, { signal })).chapter).value),
  })
}

export function useInbox(id: string, unreadOnly: boolean, page: PageOf) {
  return useQuery({
    queryKey: ['chapter', id, 'inbox', unreadOnly, page],
    queryFn: async ({ signal }) =>
      present((await execute(ChapterInboxDocument, { id, unreadOnly, ...page }, { signal })).chapter),
  })
}

export function useHistory(id: string) {
  return useQuery({
    queryKey: ['chapter', id, 'history'],
    queryFn: async ({ signal }) =>
      present((await execute(ChapterHistoryDocument, { id }, { signal })).chapter).history,
  })
}

export function useGrants(id: string) {
  return useQuery({
    queryKey: ['chapter', id, 'grants'],
    queryFn: async ({ signal }) =>
      present((await execute(ChapterGrantsDocument, { id }, { signal })).chapter).grants,
  })
}

export function useAudit(id: string, page: PageOf) {
  return useQuery({
    queryKey: ['chapter', id, 'audit', page],
    queryFn: async ({ signal }) =>
      (await execute(ChapterAuditDocument, { id, ...page }, { signal })).auditEntries,
  })
}
