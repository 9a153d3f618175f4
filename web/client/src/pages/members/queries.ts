import { execute, Fault } from '@shared/api'
import type { Permission } from '@shared/gql/schema'
import { type Choice, filterOfChoice, listArguments, type Region } from '@shared/members'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import {
  MemberRightsDocument,
  MyMemberCountsDocument,
  MyMemberDocument,
  type MyMemberQuery,
  MyMemberSearchDocument,
  MyMembersDocument,
  MyRegionsDocument,
} from '../../gql/members/graphql'
import { offlineQuery } from '../../offline'

/*
 * What is read of members. Only numbers and rights are kept on the phone for the time without a network: members themselves
 * are other people, and what a lost phone does not hold cannot leave it.
 */

/** A member as its page knows it. */
export type MyMember = NonNullable<MyMemberQuery['member']>

/** Members to a page: few, for a slow network. */
const SIZE = 20

/** What the reader may do with the members of a chapter; null while it is not known. */
export function useMemberRights(chapter: string): ((permission: Permission) => boolean) | null {
  const rights = useQuery({
    ...offlineQuery,
    queryKey: ['member-rights', chapter],
    queryFn: ({ signal }) => execute(MemberRightsDocument, { chapter }, { signal }),
    enabled: chapter !== '',
  })
  if (!rights.data) return null
  const may = rights.data.chapter?.viewerCan ?? []
  return permission => may.includes(permission)
}

export function useMyMemberCounts(chapter: string, enabled: boolean) {
  return useQuery({
    ...offlineQuery,
    queryKey: ['member-counts', chapter],
    queryFn: ({ signal }) => execute(MyMemberCountsDocument, { chapter }, { signal }),
    enabled,
  })
}

export function useMyMembers(chapter: string, choice: Choice, enabled: boolean) {
  return useInfiniteQuery({
    queryKey: ['members', chapter, choice],
    queryFn: ({ signal, pageParam }) =>
      execute(
        MyMembersDocument,
        { chapter, ...listArguments(filterOfChoice(choice)), first: SIZE, after: pageParam },
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ chapter }) =>
      chapter?.members.pageInfo.hasNextPage ? chapter.members.pageInfo.endCursor : undefined,
    enabled,
  })
}

/** Members that a text finds. The text may be a phone, so it is forgotten with the page. */
export function useMyMemberSearch(chapter: string, text: string) {
  return useQuery({
    queryKey: ['member-search', chapter, text],
    queryFn: async ({ signal }) =>
      (await execute(MyMemberSearchDocument, { chapter, text }, { signal })).chapter?.memberSearch ?? [],
    gcTime: 0,
  })
}

export function useMyMember(id: string, enabled: boolean) {
  return useQuery({
    queryKey: ['member', id],
    queryFn: async ({ signal }) => {
      const { member } = await execute(MyMemberDocument, { id }, { signal })
      if (!member) throw new Fault({ code: 'NOT_FOUND', message: 'there is no such member', status: 404 })
      return member
    },
    enabled,
  })
}

/** Divisions that exist now, by a part of their name or the beginning of their code. */
export async function searchRegions(text: string, signal: AbortSignal): Promise<Region[]> {
  const { divisions } = await execute(MyRegionsDocument, { text }, { signal })
  return divisions.filter(division => division.validTo === null)
}
