import { asFault, type Session, useSession } from '@shared/api'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { backoff, type Offline, type OutboxEntry, useContact, useOffline } from '../offline'
import { chapterOf } from './useHelmsman'

/** Tells the phone's memory whose session it is, and when it ends. Not in a component: sign-in waits for none. */
export function watchSession(session: Session, offline: Offline): void {
  // The page that begins anew must find nothing of whoever was here before.
  session.replaced = () => void offline.left().finally(() => location.reload())
  session.subscribe(() => {
    if (session.state === 'signed-in' && session.subject) void offline.signedIn(session.subject)
    if (session.state === 'expired') void offline.sessionEnded()
    if (session.state === 'signed-out') void offline.left()
  })
}

/**
 * Looks whether whoever is signed in still holds an office, and reaches the server again when there is a network. Answers
 * null, or once the server has said that they hold none, what can no longer be sent: that stays known though all that was
 * read is forgotten with it.
 */
export function useOfficeWatch(): readonly OutboxEntry[] | null {
  const { state, subject, account, fresh, retry } = useSession()
  const { online } = useContact()
  const offline = useOffline()
  const queries = useQueryClient()
  const [lost, setLost] = useState<readonly OutboxEntry[] | null>(null)
  const ended = lost !== null
  const chapter = account && (chapterOf(account)?.id ?? null)
  // Not the answer of whoever was here before.
  const settled = state === 'signed-in' && fresh && account !== null && account.id === subject
  // Who is a member and nothing else never held an office: what is kept for them stays.
  const outOfOffice = settled && chapter === null && account.kind !== 'MEMBER'

  useEffect(() => {
    if (state === 'signed-out') setLost(null)
    if (!outOfOffice || ended) return
    setLost([])
    void offline.termEnded().then(setLost)
  }, [state, outOfOffice, ended, offline])

  useEffect(() => {
    if (settled && chapter !== null) offline.serves(chapter)
  }, [settled, chapter, offline])

  // The app was opened without a network, and now there is one; the server may take longer to come back than it.
  useEffect(() => {
    if (state !== 'offline' || !online) return
    return keepTrying(retry)
  }, [state, online, retry])

  // A right that is missing all at once is how an office ends under open pages; so is a chapter that is out of sight.
  useEffect(
    () =>
      queries.getQueryCache().subscribe(event => {
        if (event.type !== 'updated' || event.query.queryKey[0] === 'viewer') return
        const { action, query } = event
        const denied = action.type === 'error' && ['denied', 'not-found'].includes(asFault(action.error).kind)
        if (denied || (action.type === 'success' && isOutOfSight(query.state.data)))
          void queries.invalidateQueries({ queryKey: ['viewer'] })
      }),
    [queries],
  )
  return lost
}

/** Tries at once, then after growing pauses, and not while nobody looks; answers what ends it. */
function keepTrying(attempt: () => Promise<void>): () => void {
  let failures = 0
  let timer: ReturnType<typeof setTimeout>
  const next = () => {
    if (document.visibilityState === 'visible') void attempt().catch(() => undefined)
    failures += 1
    timer = setTimeout(next, backoff(failures, Math.random()))
  }
  next()
  return () => clearTimeout(timer)
}

/** Whether an answer says that there is no such chapter, or none that this person may see. */
function isOutOfSight(data: unknown): boolean {
  const answer = data as { chapter?: unknown; pages?: { chapter?: unknown }[] } | undefined
  return answer?.chapter === null || answer?.pages?.at(-1)?.chapter === null
}
