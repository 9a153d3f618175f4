import { execute, Fault } from '@shared/api'
import { listArguments, type MemberFilter } from '@shared/members'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import {
  BranchMembersDocument,
  type BranchMembersQuery,
  ChapterMemberCountsDocument,
  ChapterMemberSearchDocument,
  ChapterMembersDocument,
  MemberByPhoneDocument,
  MemberFactsDocument,
  type MemberFactsQuery,
  MemberLooksDocument,
  MembersHeadquartersDocument,
} from '../../gql/graphql'
import type { PageOf } from '../chapters/chapter/paging'

/** A member as its page knows it. */
export type MemberFacts = NonNullable<MemberFactsQuery['member']>

/** A chapter below another with its members counted. */
export type Branch = NonNullable<BranchMembersQuery['chapter']>['children']['nodes'][number]

/** What is there, or the fault that says that it is not. */
function present<T>(thing: T | null | undefined): T {
  if (thing === null || thing === undefined) {
    throw new Fault({ code: 'NOT_FOUND', message: 'there is no such thing, or not to be seen', status: 404 })
  }
  return thing
}

/** Members at home in a chapter, page by page. */
export function useMembers(id: string, filter: MemberFilter, page: PageOf) {
  return useQuery({
    queryKey: ['chapter', id, 'members', filter, page],
    queryFn: async ({ signal }) =>
      present(
        (await execute(ChapterMembersDocument, { id, ...listArguments(filter), ...page }, { signal }))
          .chapter,
      ).members,
    placeholderData: keepPreviousData,
  })
}

/** Members of a chapter that a text finds. The text may be a phone, so it is forgotten with the page. */
export function useMemberSearch(id: string, text: string | null) {
  return useQuery({
    queryKey: ['chapter', id, 'member-search', text],
    queryFn: async ({ signal }) =>
      present((await execute(ChapterMemberSearchDocument, { id, text: text ?? '' }, { signal })).chapter)
        .memberSearch,
    enabled: text !== null,
    gcTime: 0,
  })
}

/** How many members a chapter has, itself and with all below. */
export function useMemberCounts(id: string, enabled: boolean) {
  return useQuery({
    queryKey: ['chapter', id, 'member-counts'],
    queryFn: async ({ signal }) =>
      present(present((await execute(ChapterMemberCountsDocument, { id }, { signal })).chapter).memberCounts),
    enabled,
  })
}

/** Headquarters, and what the reader may do there. */
export function useHeadquarters() {
  return useQuery({
    queryKey: ['members-headquarters'],
    queryFn: async ({ signal }) =>
      present((await execute(MembersHeadquartersDocument, {}, { signal })).headquarters),
  })
}

/** The member with exactly this phone; null if there is none. The phone is forgotten with the page. */
export function useMemberByPhone(phone: string | null) {
  return useQuery({
    queryKey: ['member-by-phone', phone],
    queryFn: async ({ signal }) =>
      (await execute(MemberByPhoneDocument, { phone: phone ?? '' }, { signal })).memberByPhone,
    enabled: phone !== null,
    gcTime: 0,
  })
}

/** The chapters directly below one with their members, read page after page. */
export function useBranches(id: string) {
  return useQuery({
    queryKey: ['chapter', id, 'branch-members'],
    queryFn: async ({ signal }) => {
      const all: Branch[] = []
      let after: string | null = null
      do {
        const answer: BranchMembersQuery = await execute(BranchMembersDocument, { id, after }, { signal })
        const { nodes, pageInfo } = present(answer.chapter).children
        all.push(...nodes)
        after = pageInfo.hasNextPage ? pageInfo.endCursor : null
      } while (after !== null)
      return all
    },
  })
}

export function useMember(id: string) {
  return useQuery({
    queryKey: ['member', id, 'facts'],
    queryFn: async ({ signal }) => present((await execute(MemberFactsDocument, { id }, { signal })).member),
  })
}

/** Who saw a member in clear. It needs a right of its own, and so a request of its own. */
export function useLooks(id: string) {
  return useQuery({
    queryKey: ['member', id, 'looks'],
    queryFn: async ({ signal }) =>
      present((await execute(MemberLooksDocument, { id }, { signal })).member).reveals,
  })
}
