import { execute } from '@shared/api'
import type { ConsentPurpose } from '@shared/gql/schema'
import { defineMessages, useMessages } from '@shared/i18n'
import { Consents, type Said } from '@shared/members'
import { useToast } from '@shared/ui'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { RecordConsentDocument } from '../../gql/members/graphql'
import { useContact } from '../../offline'
import { useIntent } from '../../shell/useIntent'
import type { MyMember } from './queries'

const messages = defineMessages({
  zh: { done: '已登记' },
  en: { done: 'Recorded' },
})

/** What a member consented to. What they say at the door is written down by those who register members. */
export function MemberConsents({ member }: { member: MyMember }) {
  const t = useMessages(messages)
  const toast = useToast()
  const queries = useQueryClient()
  const { online } = useContact()
  const [asked, setAsked] = useState<ConsentPurpose | null>(null)
  const saying = useIntent(
    async (input: Said & { requestKey: string }) =>
      (await execute(RecordConsentDocument, { input: { id: member.id, ...input } })).memberConsentSet,
    () => {
      toast({ tone: 'good', text: t.done })
      setAsked(null)
      void queries.invalidateQueries({ queryKey: ['member', member.id] })
    },
  )
  const may =
    online && member.standing !== 'ERASED' && (member.home?.viewerCan.includes('MEMBER_REGISTER') ?? false)
  return (
    <Consents
      entries={member.consents}
      // A guardian's consent is written down by headquarters alone.
      maySet={purpose => may && purpose !== 'GUARDIAN' && purpose !== 'SHARE_WITH_CHAPTER'}
      saying={saying}
      asked={asked}
      onAsk={setAsked}
    />
  )
}
