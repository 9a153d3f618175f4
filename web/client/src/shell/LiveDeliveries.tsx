import { subscribe, useSession } from '@shared/api'
import { defineMessages, useMessages } from '@shared/i18n'
import { useToast } from '@shared/ui'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { DeliveredDocument } from '../gql/graphql'

const messages = defineMessages({
  zh: {
    delivered: (title: string) => `新政策：${title}`,
    revoked: (title: string) => `已撤回：${title}`,
  },
  en: {
    delivered: (title: string) => `New policy: ${title}`,
    revoked: (title: string) => `Revoked: ${title}`,
  },
})

/** How long after a refusal the server is asked again, in milliseconds: it may have been full, or being renewed. */
const ASK_AGAIN_MS = 30_000

/** Hears what reaches the chapter while the app is open, and reads it anew. */
export function LiveDeliveries({ chapter }: { chapter: string }) {
  const t = useMessages(messages)
  const toast = useToast()
  const queries = useQueryClient()
  const { state } = useSession()
  const [attempt, setAttempt] = useState(0)
  useEffect(() => {
    if (state !== 'signed-in') return
    const readAgain = () => {
      for (const key of ['today', 'inbox', 'delivery', 'values', 'value']) {
        void queries.invalidateQueries({ queryKey: [key, chapter] })
      }
    }
    let again: ReturnType<typeof setTimeout> | undefined
    const end = subscribe(
      DeliveredDocument,
      { chapter },
      {
        onNext: ({ policyDelivered: { kind, delivery } }) => {
          const { title } = delivery.version.policy
          toast({ tone: 'info', text: kind === 'REVOKED' ? t.revoked(title) : t.delivered(title) })
          readAgain()
        },
        // What came while the connection was away is read, not told one by one.
        onState: connection => connection === 'live' && readAgain(),
        onError: () => {
          again = setTimeout(() => setAttempt(attempts => attempts + 1), ASK_AGAIN_MS)
        },
      },
    )
    return () => {
      clearTimeout(again)
      end()
    }
  }, [chapter, state, queries, toast, t, attempt])
  return null
}
