import { execute } from '@shared/api'
import type { ConsentPurpose } from '@shared/gql/schema'
import { defineMessages, useMessages } from '@shared/i18n'
import { Consents, type Said } from '@shared/members'
import { useToast } from '@shared/ui'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { SayConsentDocument } from '../../gql/mine/graphql'
import { useIntent } from '../../shell/useIntent'
import { type Me, readMineAgain } from './queries'

const messages = defineMessages({
  zh: { done: '已记下', service: '撤回“会员服务”即不再是会员，请在下方注销。' },
  en: {
    done: 'Noted',
    service: 'To withdraw “The service” is to be no member any more: erase your data below.',
  },
})

/** What a member consents to, which is theirs to give and to withdraw. */
export function MyConsents({ me, online }: { me: Me; online: boolean }) {
  const t = useMessages(messages)
  const toast = useToast()
  const queries = useQueryClient()
  const [asked, setAsked] = useState<ConsentPurpose | null>(null)
  const saying = useIntent(
    async (input: Said & { requestKey: string }) =>
      (await execute(SayConsentDocument, { input: { id: me.id, ...input } })).memberConsentSet,
    () => {
      toast({ tone: 'good', text: t.done })
      setAsked(null)
      readMineAgain(queries)
    },
  )
  return (
    <>
      <Consents
        isOwn
        entries={me.consents}
        // A guardian's consent is written down by headquarters, and without the service there is no member.
        maySet={purpose => online && purpose !== 'GUARDIAN' && purpose !== 'SERVICE'}
        saying={saying}
        asked={asked}
        onAsk={setAsked}
      />
      <p className="soft">{t.service}</p>
    </>
  )
}
