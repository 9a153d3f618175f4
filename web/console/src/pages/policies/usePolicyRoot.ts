import { execute } from '@shared/api'
import { useQuery } from '@tanstack/react-query'
import { PolicyRootDocument } from '../../gql/graphql'

/** Headquarters, which issues what these pages show first, with what the reader may do there. */
export function usePolicyRoot() {
  return useQuery({
    queryKey: ['policies', 'root'],
    queryFn: ({ signal }) => execute(PolicyRootDocument, {}, { signal }),
    staleTime: 60_000,
  })
}
