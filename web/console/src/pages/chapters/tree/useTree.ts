import { execute } from '@shared/api'
import { type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query'
import { ChaptersTreeDocument } from '../../../gql/graphql'
import { indexTree, isSameTree, type TreeIndex } from './tree'

/** The tree as it is, or as it was; indexed once for each version of it. */
export function useTree(asOf: string | null = null): UseQueryResult<TreeIndex> {
  const queries = useQueryClient()
  const queryKey = ['chapters-tree', asOf]
  return useQuery({
    queryKey,
    queryFn: async ({ signal }) => {
      const { tree } = await execute(ChaptersTreeDocument, { asOf }, { signal })
      const known = queries.getQueryData<TreeIndex>(queryKey)
      return known && isSameTree(known, tree) ? known : indexTree(tree)
    },
    // The index is built anew or is the same object: comparing tens of thousands of entries would find nothing else.
    structuralSharing: false,
    staleTime: asOf ? Number.POSITIVE_INFINITY : 30_000,
  })
}
