import { execute, useSession } from '@shared/api'
import type { Permission } from '@shared/gql/schema'
import { useQuery } from '@tanstack/react-query'
import { HeadquartersRightsDocument } from '../gql/graphql'

/**
 * Whether something is worth offering to whoever is signed in: they may do it at headquarters, or hold a role further down,
 * whose pages say themselves what is allowed there. What counts at headquarters alone is not offered for a role below. While
 * it is not known yet, nothing is offered.
 */
export function useRights(): (permission: Permission, at?: 'headquarters') => boolean {
  const { account } = useSession()
  const rights = useQuery({
    queryKey: ['headquarters-rights'],
    queryFn: ({ signal }) => execute(HeadquartersRightsDocument, {}, { signal }),
    enabled: account !== null,
    staleTime: 60_000,
  })
  const headquarters = rights.data?.headquarters
  const below =
    account?.grants.some(grant => grant.active && grant.chapter?.level !== 'HEADQUARTERS') ?? false
  return (permission, at) =>
    (below && at === undefined) || (headquarters?.viewerCan.includes(permission) ?? false)
}
