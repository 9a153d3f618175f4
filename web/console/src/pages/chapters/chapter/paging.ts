import { useState } from 'react'

/** Which page of a connection is asked for. */
export interface PageOf {
  first?: number
  after?: string | null
  last?: number
  before?: string | null
}

interface PageInfo {
  hasNextPage: boolean
  hasPreviousPage: boolean
  startCursor: string | null
  endCursor: string | null
}

/** Where somebody is in a list, and what leads on; `pager` goes into a `Pager`. */
export function usePaging(size: number) {
  const [page, setPage] = useState<PageOf>({ first: size })
  return {
    page,
    toStart: () => setPage({ first: size }),
    pager: (info: PageInfo) => ({
      hasNext: info.hasNextPage,
      hasPrevious: info.hasPreviousPage,
      onNext: () => setPage({ first: size, after: info.endCursor }),
      onPrevious: () => setPage({ last: size, before: info.startCursor }),
    }),
  }
}
