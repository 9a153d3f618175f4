import { subscribe, useSession } from '@shared/api'
import { defineMessages, useMessages } from '@shared/i18n'
import { useToast } from '@shared/ui'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
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

/** Hears what reaches the chapter while the app is open, and reads it anew. */
export function LiveDeliveries({ chapter }: { chapter: string }) {
  const t = useMessages(messages)
  const toast = useToast()
  const queries = useQueryClient()
  const { state } = useSession()
  useEffect(() => {
    if (state !== 'signed-in') return
    const readAgain = () => {
      for (const key of ['today', 'inbox', 'delivery', 'values', 'value']) {
        void queries.invalidateQueries({ queryKey: [key, chapter] })
      }
    }
    return subscribe(
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
      },
    )
  }, [chapter, state, queries, toast, t])
  return null
}
