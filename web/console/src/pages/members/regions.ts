import { execute } from '@shared/api'
import type { Region } from '@shared/members'
import { useQuery } from '@tanstack/react-query'
import { RegionNameDocument, RegionsFoundDocument } from '../../gql/graphql'

/** Divisions that exist now, by a part of their name or the beginning of their code. */
export async function searchRegions(text: string, signal: AbortSignal): Promise<Region[]> {
  const { divisions } = await execute(RegionsFoundDocument, { text }, { signal })
  return divisions.filter(division => division.validTo === null)
}

/** A division with its name; the code stands for it until that is known, and where there is none any more. */
export function useRegion(code: string | null): Region | null {
  const found = useQuery({
    queryKey: ['region', code],
    queryFn: ({ signal }) => execute(RegionNameDocument, { code: code ?? '' }, { signal }),
    enabled: code !== null,
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (code === null) return null
  return found.data?.division ?? { code, name: code }
}
