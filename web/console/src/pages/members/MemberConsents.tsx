import { execute } from '@shared/api'
import type { ConsentPurpose } from '@shared/gql/schema'
import { defineMessages, useMessages } from '@shared/i18n'
import { Consents, type Said } from '@shared/members'
import { useToast } from '@shared/ui'
import { useState } from 'react'
import { SetMemberConsentDocument } from '../../gql/graphql'
import { useIntent } from '../chapters/changes/useIntent'
import type { MemberFacts } from './queries'

const messages = defineMessages({
  zh: { done: '已登记' },
  en: { done: 'Recorded' },
})

/** What a member consented to. What they say at the desk is written down by those who register members. */
export function MemberConsents({ member }: { member: MemberFacts }) {
  const t = useMessages(messages)
  const toast = useToast()
  const [asked, setAsked] = useState<ConsentPurpose | null>(null)
  const saying = useIntent({
    perform: async (input: Said & { id: string; requestKey?: string }) =>
      (await execute(SetMemberConsentDocument, { input })).memberConsentSet,
    onDone: () => {
      toast({ tone: 'good', text: t.done })
      setAsked(null)
    },
  })
  const mayRegister = member.home?.viewerCan.includes('MEMBER_REGISTER') ?? false
  const maySet = (purpose: ConsentPurpose) =>
    member.standing !== 'ERASED' &&
    (purpose === 'GUARDIAN' || purpose === 'SHARE_WITH_CHAPTER' ? member.viewerCanManage : mayRegister)
  return (
    <Consents
      entries={member.consents}
      maySet={maySet}
      saying={{ ...saying, run: said => saying.run({ id: member.id, ...said }) }}
      asked={asked}
      onAsk={setAsked}
    />
  )
}
