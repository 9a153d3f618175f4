/** What the audit log is searched for; it stands in the page's address, so that a search can be kept and passed on. */
export interface AuditFilter {
  actor: string | null
  action: string | null
  chapter: string | null
  target: string | null
  since: string | null
  until: string | null
}

const KEYS = ['actor', 'action', 'chapter', 'target', 'since', 'until'] as const

/** The filter that an address names. */
export function filterOf(search: URLSearchParams): AuditFilter {
  const filter = {} as AuditFilter
  for (const key of KEYS) filter[key] = search.get(key)?.trim() || null
  return filter
}

/** The address of a filter, without what it leaves open. */
export function searchOf(filter: AuditFilter): URLSearchParams {
  const search = new URLSearchParams()
  for (const key of KEYS) {
    const value = filter[key]
    if (value) search.set(key, value)
  }
  return search
}
