import { execute } from '@shared/api'
import { defineMessages, numberText, useLanguage, useMessages } from '@shared/i18n'
import { Button, FaultNotice, QueryView, Section, UserErrors } from '@shared/ui'
import { useQueryClient } from '@tanstack/react-query'
import { MakeLinkDocument, type MyInvitingQuery } from '../../gql/links/graphql'
import { useIntent } from '../../shell/useIntent'
import { visitorToken } from '../join/visitor'
import { Counts } from '../links/Counts'
import { Poster } from '../links/Poster'
import { useMyInviting } from '../links/queries'

const messages = defineMessages({
  zh: {
    title: '邀请朋友',
    text: '朋友通过您的链接加入，您得 20 积分；朋友付费且过了退款期，双方再得积分，每两位达标再得 7 天会籍。没有现金奖励。',
    make: '生成我的推广码',
    show: '我的推广码',
    earned: (qualified: string, days: string) => `已达标 ${qualified} 位，累计获得 ${days} 天`,
    next: (qualified: string, points: string) => `达标 ${qualified} 位时再得 ${points} 积分`,
    poster: '我的邀请',
  },
  en: {
    title: 'Invite friends',
    text: 'You get 20 points when a friend joins through your link; when they pay and the refund window is over, both of you get more, and every two of them bring 7 days. Nothing is paid in cash.',
    make: 'Make my link',
    show: 'My link',
    earned: (qualified: string, days: string) => `${qualified} have qualified, ${days} days earned`,
    next: (qualified: string, points: string) => `${points} points more at ${qualified}`,
    poster: 'My invitation',
  },
})

/** A member's own link, and what inviting has brought. */
export function Inviting({ online }: { online: boolean }) {
  const t = useMessages(messages)
  const inviting = useMyInviting()
  return (
    <Section title={t.title}>
      <p className="soft">{t.text}</p>
      <QueryView query={inviting} rows={2}>
        {data => <Own data={data} online={online} />}
      </QueryView>
    </Section>
  )
}

function Own({ data, online }: { data: MyInvitingQuery; online: boolean }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const queries = useQueryClient()
  const [link] = data.myReferralLinks.nodes
  const earned = data.myMembership?.inviting
  const intent = useIntent(
    async (input: { channel: 'APP'; visitor: string; requestKey: string }) =>
      (await execute(MakeLinkDocument, { input })).referralLinkCreate,
    () => void queries.invalidateQueries({ queryKey: ['my-inviting'] }),
  )
  if (!link)
    return (
      <>
        <Button
          icon="plus"
          busy={intent.busy}
          disabled={!online}
          onClick={() => intent.run({ channel: 'APP', visitor: visitorToken() })}
        >
          {t.make}
        </Button>
        <UserErrors errors={intent.errors} />
        {intent.fault ? <FaultNotice error={intent.fault} /> : null}
      </>
    )
  return (
    <>
      {earned ? (
        <p>
          {t.earned(numberText(earned.qualified, language), numberText(earned.days, language))}
          {earned.nextRung !== null && earned.nextRungPoints !== null
            ? `；${t.next(numberText(earned.nextRung, language), numberText(earned.nextRungPoints, language))}`
            : ''}
        </p>
      ) : null}
      <Counts counts={link.counts} />
      <details className="mine-poster">
        <summary>{t.show}</summary>
        <Poster name={data.myMembership?.home?.name ?? t.poster} link={link} />
      </details>
    </>
  )
}
