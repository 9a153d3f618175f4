import { execute } from '@shared/api'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import {
  ChapterStatementsDocument,
  ChapterTerritoryCasesDocument,
  DisputesWaitingDocument,
  OpenTerritoryCasesDocument,
  PayoutsWaitingDocument,
  StatementFactsDocument,
  type StatementFactsQuery,
  StatementLinesDocument,
  StatementsOfMonthDocument,
} from '../../../gql/graphql'
import type { PageOf } from '../../chapters/chapter/paging'
import { present } from '../queries'

/** A statement as its page knows it. */
export type StatementFacts = NonNullable<StatementFactsQuery['statement']>

/** The statements of a month, by chapter. */
export function useMonth(month: string, page: PageOf) {
  return useQuery({
    queryKey: ['statements', month, page],
    queryFn: async ({ signal }) =>
      (await execute(StatementsOfMonthDocument, { month, ...page }, { signal })).statements,
    placeholderData: keepPreviousData,
  })
}

/** A chapter's statements, the newest first. */
export function useChapterStatements(id: string, page: PageOf) {
  return useQuery({
    queryKey: ['chapter', id, 'statements', page],
    queryFn: async ({ signal }) =>
      present((await execute(ChapterStatementsDocument, { id, ...page }, { signal })).chapter).statements,
    placeholderData: keepPreviousData,
  })
}

/** The months in which a chapter sold much outside its territory. */
export function useChapterCases(id: string) {
  return useQuery({
    queryKey: ['chapter', id, 'territory-cases'],
    queryFn: async ({ signal }) =>
      present((await execute(ChapterTerritoryCasesDocument, { id }, { signal })).chapter).territoryCases
        .nodes,
  })
}

export function useStatement(id: string) {
  return useQuery({
    queryKey: ['statement', id, 'facts'],
    queryFn: async ({ signal }) =>
      present((await execute(StatementFactsDocument, { id }, { signal })).statement),
  })
}

export function useLines(id: string, page: PageOf) {
  return useQuery({
    queryKey: ['statement', id, 'lines', page],
    queryFn: async ({ signal }) =>
      present((await execute(StatementLinesDocument, { id, ...page }, { signal })).statement).lines,
    placeholderData: keepPreviousData,
  })
}

export function usePayoutsWaiting() {
  return useQuery({
    queryKey: ['payouts-waiting'],
    queryFn: async ({ signal }) => (await execute(PayoutsWaitingDocument, {}, { signal })).payoutsWaiting,
  })
}

export function useDisputesWaiting() {
  return useQuery({
    queryKey: ['disputes-waiting'],
    queryFn: async ({ signal }) => (await execute(DisputesWaitingDocument, {}, { signal })).disputesWaiting,
  })
}

/** All months in which chapters sold much outside their territories, the newest first. */
export function useCases() {
  return useQuery({
    queryKey: ['territory-cases'],
    queryFn: async ({ signal }) =>
      (await execute(OpenTerritoryCasesDocument, {}, { signal })).territoryCases.nodes,
  })
}
