import { execute } from '@shared/api'
import type { ChapterLevel } from '@shared/gql/schema'
import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { ScopeReachDocument, ScopeTerritoriesDocument, ScopeTreeDocument } from '../../../gql/graphql'
import { type DraftForm, levelsSent } from './draftForm'
import { chosenNodes, type ScopeTree, scopeTreeOf } from './scopeTree'

/** As many ids as one `nodes` takes. */
const NODES = 100
/** How long somebody may go on ticking before the server is asked whom it reaches, in milliseconds. */
const PAUSE = 300

/** The tree below an issuer, to choose a scope on. */
export function useScopeTree(issuer: string, enabled: boolean) {
  return useQuery({
    queryKey: ['policies', 'scope-tree', issuer],
    queryFn: async ({ signal }) =>
      scopeTreeOf((await execute(ScopeTreeDocument, { root: issuer }, { signal })).tree),
    enabled,
    staleTime: 60_000,
    // Nodes point at their parents: comparing such trees part by part would not end.
    structuralSharing: false,
  })
}

/** Whom a version is for, as the API takes it. */
export interface Scope {
  levels: ChapterLevel[]
  divisions: string[]
}

/**
 * The scope that a form names, and how the reading of the territories for it goes. The scope is null while the territories of what is ticked are being read, and for a
 * scope without levels or places: to the API an empty list is "all".
 */
export function useScope(
  form: DraftForm,
  issuer: ChapterLevel,
  tree: ScopeTree | undefined,
): { scope: Scope | null; territories: UseQueryResult<string[]> } {
  const ids = useMemo(() => {
    if (!tree || form.everywhere) return []
    return chosenNodes(tree, new Set(form.divisions)).nodes.map(({ id }) => id)
  }, [tree, form.everywhere, form.divisions])
  // The tree has a chapter's first division only; one that took over others has more.
  const territories = useQuery({
    queryKey: ['policies', 'territories', ids],
    queryFn: async ({ signal }) => {
      const codes: string[] = []
      for (let at = 0; at < ids.length; at += NODES) {
        const { nodes } = await execute(
          ScopeTerritoriesDocument,
          { ids: ids.slice(at, at + NODES) },
          { signal },
        )
        for (const node of nodes) if (node && 'divisions' in node) codes.push(...node.divisions)
      }
      return codes
    },
    enabled: ids.length > 0,
    staleTime: 60_000,
  })
  const codes = territories.data
  const scope = useMemo(() => {
    if (form.levels.length === 0) return null
    const levels = levelsSent(form, issuer)
    if (form.everywhere) return { levels, divisions: [] }
    if (form.divisions.length === 0 || !tree || (ids.length > 0 && !codes)) return null
    return { levels, divisions: [...new Set([...form.divisions, ...(codes ?? [])])].sort() }
  }, [form, issuer, tree, ids, codes])
  return { scope, territories }
}

/** Whom a scope reaches now, asked a moment after the last change. */
export function useReach(issuer: string, scope: Scope | null) {
  const [asked, setAsked] = useState(scope)
  useEffect(() => {
    const timer = setTimeout(() => setAsked(scope), asked === null ? 0 : PAUSE)
    return () => clearTimeout(timer)
  }, [scope, asked])
  return useQuery({
    queryKey: ['policies', 'reach', issuer, asked],
    queryFn: ({ signal }) =>
      execute(
        ScopeReachDocument,
        { issuer, levels: asked?.levels ?? [], divisions: asked?.divisions ?? [] },
        { signal },
      ),
    enabled: asked !== null,
    placeholderData: keepPreviousData,
  })
}
