import { useSession, type Viewer } from '@shared/api'
import { useQueryClient } from '@tanstack/react-query'

/** The chapter somebody serves: the one they lead, else the one they are deputy of. */
export interface MyChapter {
  id: string
  name: string
}

/** Whoever uses this phone, and their chapter. Without a network it is who was here last. */
export function useHelmsman(): {
  account: Viewer | null
  chapter: MyChapter | null
  /** Whether the server knows nobody by this session. */
  unknown: boolean
} {
  const { account, subject } = useSession()
  const queries = useQueryClient()
  const remembered = queries.getQueryData<{ me: Viewer | null }>(['viewer'])
  const last = account ?? remembered?.me ?? null
  // Somebody else has just come: what was read last goes away in a moment, and is not shown until then.
  const viewer = last && subject && last.id !== subject ? null : last
  return { unknown: remembered?.me === null, account: viewer, chapter: viewer ? chapterOf(viewer) : null }
}

/** The chapter of somebody's office. */
export function chapterOf(viewer: Viewer): MyChapter | null {
  if (viewer.chapter) return viewer.chapter
  const deputy = viewer.grants.find(grant => grant.active && grant.role === 'DEPUTY')
  return deputy?.chapter ?? null
}
