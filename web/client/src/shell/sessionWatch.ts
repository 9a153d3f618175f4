import { asFault, type Session, useSession } from '@shared/api'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { type Offline, useContact, useOffline } from '../offline'
import { chapterOf } from './useHelmsman'

/** Tells the phone's memory whose session it is, and when it ends. Not in a component: sign-in waits for none. */
export function watchSession(session: Session, offline: Offline): void {
  session.subscribe(() => {
    if (session.state === 'signed-in' && session.subject) void offline.signedIn(session.subject)
    if (session.state === 'expired') void offline.sessionEnded()
    if (session.state === 'signed-out') void offline.left()
  })
}

/** Looks whether whoever is signed in still holds an office, and reaches the server again when there is a network. */
export function useOfficeWatch(): void {
  const { state, account, fresh, retry } = useSession()
  const { online } = useContact()
  const offline = useOffline()
  const queries = useQueryClient()
  const outOfOffice = state === 'signed-in' && fresh && account !== null && chapterOf(account) === null

  useEffect(() => {
    if (outOfOffice) void offline.termEnded()
  }, [outOfOffice, offline])

  // The app was opened without a network, and now there is one.
  useEffect(() => {
    if (state === 'offline' && online) retry()
  }, [state, online, retry])

  // A right that is missing all at once is how an office ends under open pages.
  useEffect(
    () =>
      queries.getQueryCache().subscribe(event => {
        if (event.type !== 'updated' || event.action.type !== 'error' || event.query.queryKey[0] === 'viewer')
          return
        const { kind } = asFault(event.action.error)
        if (kind === 'denied' || kind === 'not-found')
          void queries.invalidateQueries({ queryKey: ['viewer'] })
      }),
    [queries],
  )
}
