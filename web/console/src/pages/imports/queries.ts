import { execute } from '@shared/api'
import type { ImportState } from '@shared/gql/schema'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import {
  ImportErrorsDocument,
  ImportFactsDocument,
  type ImportFactsQuery,
  ImportsOfDocument,
} from '../../gql/graphql'
import type { PageOf } from '../chapters/chapter/paging'
import { present } from '../money/queries'

/** An import as its page knows it. */
export type ImportFacts = NonNullable<ImportFactsQuery['import']>

/** How often a page looks again while something goes on, in milliseconds. */
const EVERY = 1_000

const UNDER_WAY: readonly ImportState[] = ['UPLOADING', 'UPLOADED', 'CHECKING', 'IMPORTING']

/** Whether the import goes on without anybody: then its numbers change. */
export function isUnderWay(state: ImportState): boolean {
  return UNDER_WAY.includes(state)
}

/** The imports of a chapter, the newest first, with the chapter. */
export function useImports(chapter: string, page: PageOf) {
  return useQuery({
    queryKey: ['chapter', chapter, 'imports', page],
    queryFn: async ({ signal }) => {
      const answer = await execute(ImportsOfDocument, { chapter, ...page }, { signal })
      return { chapter: present(answer.chapter), imports: answer.imports }
    },
    placeholderData: keepPreviousData,
  })
}

/** An import; read again and again while it goes on. */
export function useImport(id: string) {
  return useQuery({
    queryKey: ['import', id, 'facts'],
    queryFn: async ({ signal }) => present((await execute(ImportFactsDocument, { id }, { signal })).import),
    refetchInterval: ({ state: { data } }) => (data && isUnderWay(data.state) ? EVERY : false),
  })
}

/** What is wrong with its rows, page by page. */
export function useImportErrors(id: string, page: PageOf, enabled: boolean) {
  return useQuery({
    queryKey: ['import', id, 'errors', page],
    queryFn: async ({ signal }) =>
      present((await execute(ImportErrorsDocument, { id, ...page }, { signal })).import).errors,
    enabled,
    placeholderData: keepPreviousData,
  })
}
