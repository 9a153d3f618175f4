import { execute } from '@shared/api'
import {
  defineMessages,
  homeSourceName,
  joinedByName,
  numberText,
  tierName,
  useLanguage,
  useMessages,
} from '@shared/i18n'
import { Day, daysLeft, lastDay, Person, StandingBadge, useReveal } from '@shared/members'
import { Button, KeyValue, Notice, Page, QueryView, Section, Time } from '@shared/ui'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import { RevealMemberDocument } from '../../gql/graphql'
import { Attribution } from '../growth/Attribution'
import { CorrectDialog } from './CorrectDialog'
import { Looks } from './Looks'
import { MemberConsents } from './MemberConsents'
import { MemberOrders } from './MemberOrders'
import { MemberPoints } from './MemberPoints'
import { MoveMemberDialog } from './MoveMemberDialog'
import { Merging } from './merging/Merging'
import { PastHomes } from './PastHomes'
import { type MemberFacts, useMember } from './queries'
import { useRegion } from './regions'
import { TermActions } from './TermActions'
import { Terms } from './Terms'
import './members.css'

const messages = defineMessages({
  zh: {
    title: '会员',
    back: '会员',
    move: '调整归属分舵',
    correct: '更正资料',
    standing: '会籍',
    state: '状态',
    tier: '等级',
    until: '会籍至',
    left: (days: number) => `还有 ${days} 天`,
    frozen: '冻结自',
    points: '积分',
    trial: '免费体验',
    trialUsed: '已用过',
    trialFree: '未用过',
    about: '资料',
    id: '编号',
    birthYear: '出生年份',
    region: '所在区划',
    joined: '加入',
    joinedBy: '加入方式',
    home: '归属分舵',
    since: '归属自',
    source: '归属依据',
    mayMove: '本人可更换，最早',
    now: '现在',
    terms: '会期',
    consents: '同意',
    looks: '谁查看过明文',
    merged: '此会员已合并到',
  },
  en: {
    title: 'Member',
    back: 'Members',
    move: 'Move to another home',
    correct: 'Correct',
    standing: 'Membership',
    state: 'Standing',
    tier: 'Tier',
    until: 'Until',
    left: (days: number) => `${days} days left`,
    frozen: 'Resting since',
    points: 'Points',
    trial: 'Free trial',
    trialUsed: 'used',
    trialFree: 'not used',
    about: 'About',
    id: 'Id',
    birthYear: 'Year of birth',
    region: 'Division',
    joined: 'Joined',
    joinedBy: 'How',
    home: 'Home',
    since: 'Since',
    source: 'Found',
    mayMove: 'May choose another from',
    now: 'today',
    terms: 'Terms',
    consents: 'Consents',
    looks: 'Who looked',
    merged: 'This member was merged into',
  },
})

/** One member: masked, how they stand, where they are at home, and what the reader may do. */
export default function MemberPage() {
  const { id = '' } = useParams()
  // What is shown of one member in clear must not stay for the next.
  return <MemberOf key={id} id={id} />
}

function MemberOf({ id }: { id: string }) {
  const t = useMessages(messages)
  const member = useMember(id)
  const [dialog, setDialog] = useState<'move' | 'correct' | null>(null)
  const close = () => setDialog(null)
  const facts = member.data
  const mayManage = facts?.viewerCanManage && facts.standing !== 'ERASED'
  return (
    <Page
      title={facts?.name ?? t.title}
      eyebrow={facts ? t.title : undefined}
      back={{ to: '/members', label: t.back }}
      actions={
        mayManage ? (
          <>
            <Button onClick={() => setDialog('correct')}>{t.correct}</Button>
            <Button onClick={() => setDialog('move')}>{t.move}</Button>
          </>
        ) : null
      }
    >
      <QueryView query={member} rows={8}>
        {facts => (
          <>
            <Shown member={facts} />
            {dialog === 'move' ? <MoveMemberDialog member={facts} onClose={close} /> : null}
            {dialog === 'correct' ? <CorrectDialog member={facts} onClose={close} /> : null}
          </>
        )}
      </QueryView>
    </Page>
  )
}

function Shown({ member }: { member: MemberFacts }) {
  const t = useMessages(messages)
  const queries = useQueryClient()
  const reveal = useReveal(async input => {
    const { memberReveal } = await execute(RevealMemberDocument, { input: { id: member.id, ...input } })
    void queries.invalidateQueries({ queryKey: ['member', member.id, 'looks'] })
    return memberReveal
  })
  return (
    <>
      {member.mergedInto ? (
        <Notice tone="info" title={t.merged}>
          <Link to={`/members/${member.mergedInto.id}`}>
            {member.mergedInto.name ?? member.mergedInto.id}
          </Link>
        </Notice>
      ) : null}
      <Person
        name={member.name}
        phone={member.phone}
        mayReveal={member.viewerCanReveal && !member.isViewer}
        perHour={member.revealsPerHour}
        reveal={reveal}
      />
      <div className="columns">
        <Section title={t.standing}>
          <Standing member={member} />
        </Section>
        <Section title={t.about}>
          <About member={member} />
        </Section>
      </div>
      <Section title={t.terms} actions={<TermActions member={member} />}>
        <Terms terms={member.memberships} caption={t.terms} />
      </Section>
      {member.isViewer || member.home?.viewerCan.includes('ORDER_READ') ? (
        <MemberOrders member={member} />
      ) : null}
      {member.isViewer || member.viewerCanManage ? <MemberPoints member={member} /> : null}
      <Attribution id={member.id} />
      <Section title={t.home}>
        <Home member={member} />
        <PastHomes homes={member.pastHomes} />
      </Section>
      {member.viewerCanManage ? <Merging member={member} /> : null}
      <Section title={t.consents}>
        <MemberConsents member={member} />
      </Section>
      {member.viewerCanReveal || member.isViewer ? (
        <Section title={t.looks}>
          <Looks id={member.id} caption={t.looks} />
        </Section>
      ) : null}
    </>
  )
}

function Standing({ member }: { member: MemberFacts }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const { untilOn } = member
  const left = untilOn === null ? 0 : daysLeft(untilOn, Date.now())
  return (
    <KeyValue
      items={[
        { label: t.state, value: <StandingBadge standing={member.standing} /> },
        { label: t.tier, value: tierName(language, member.tierCode) },
        {
          label: t.until,
          value: untilOn ? (
            <>
              <Day on={lastDay(untilOn)} /> {left > 0 ? <span className="soft">{t.left(left)}</span> : null}
            </>
          ) : (
            '—'
          ),
        },
        ...(member.frozenOn ? [{ label: t.frozen, value: <Day on={member.frozenOn} /> }] : []),
        { label: t.points, value: numberText(member.points, language) },
        { label: t.trial, value: member.trialUsed ? t.trialUsed : t.trialFree },
      ]}
    />
  )
}

function About({ member }: { member: MemberFacts }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const region = useRegion(member.region)
  return (
    <KeyValue
      items={[
        { label: t.id, value: <code className="members-id">{member.id}</code> },
        { label: t.birthYear, value: member.birthYear },
        { label: t.region, value: region ? `${region.name} ${region.code}` : '—' },
        { label: t.joined, value: <Time at={member.registeredAt} style="date" /> },
        { label: t.joinedBy, value: joinedByName(language, member.joinedBy) },
      ]}
    />
  )
}

function Home({ member }: { member: MemberFacts }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const { home, mayMoveFrom } = member
  return (
    <KeyValue
      items={[
        { label: t.home, value: home ? <Link to={`/chapters/${home.id}`}>{home.name}</Link> : '—' },
        { label: t.since, value: <Time at={member.homeSince} style="date" /> },
        { label: t.source, value: homeSourceName(language, member.homeSource) },
        {
          label: t.mayMove,
          value: mayMoveFrom ? <Day on={mayMoveFrom} /> : t.now,
        },
      ]}
    />
  )
}
