import { execute } from '@shared/api'
import {
  defineMessages,
  joinedByName,
  numberText,
  termSourceName,
  tierName,
  useLanguage,
  useMessages,
} from '@shared/i18n'
import { Day, daysLeft, lastDay, Person, StandingBadge, useReveal } from '@shared/members'
import { ButtonLink, KeyValue, Page, QueryView, Section, Time } from '@shared/ui'
import { useParams } from 'react-router'
import { SeeMemberDocument } from '../../gql/members/graphql'
import { useContact } from '../../offline'
import { NeedsNetwork } from '../../shell/NeedsNetwork'
import { MemberConsents } from './MemberConsents'
import { type MyMember, useMyMember } from './queries'
import './errors'
import './MembersPage.css'

const messages = defineMessages({
  zh: {
    title: '会员',
    back: '会员',
    orders: '订单与续费',
    needsConsent: '查看明文需要会员单独同意“向归属分舵提供”。',
    standing: '会籍',
    state: '状态',
    tier: '等级',
    until: '会籍至',
    left: (days: number) => `还有 ${days} 天`,
    frozen: '冻结自',
    points: '积分',
    home: '归属分舵',
    since: '归属自',
    joined: '加入',
    terms: '会期',
    noTerms: '还没有会期',
    to: '至',
    consents: '同意',
  },
  en: {
    title: 'Member',
    back: 'Members',
    orders: 'Orders and renewal',
    needsConsent: 'To see a member in clear, the member must have consented to “Shared with the chapter”.',
    standing: 'Membership',
    state: 'Standing',
    tier: 'Tier',
    until: 'Until',
    left: (days: number) => `${days} days left`,
    frozen: 'Resting since',
    points: 'Points',
    home: 'Home',
    since: 'Since',
    joined: 'Joined',
    terms: 'Terms',
    noTerms: 'No term yet',
    to: 'to',
    consents: 'Consents',
  },
})

/** One member of the chapter. */
export function MemberPage() {
  const { id = '' } = useParams()
  // What is shown of one member in clear must not stay for the next.
  return <MemberOf key={id} id={id} />
}

function MemberOf({ id }: { id: string }) {
  const t = useMessages(messages)
  const { online } = useContact()
  const member = useMyMember(id, online)
  const known = member.data !== undefined
  return (
    <Page title={member.data?.name ?? t.title} back={{ to: '/members', label: t.back }}>
      {online || known ? (
        <QueryView query={member} rows={6}>
          {member => <Shown member={member} />}
        </QueryView>
      ) : (
        <NeedsNetwork />
      )}
    </Page>
  )
}

function Shown({ member }: { member: MyMember }) {
  const t = useMessages(messages)
  const { online } = useContact()
  const reveal = useReveal(
    async input => (await execute(SeeMemberDocument, { input: { id: member.id, ...input } })).memberReveal,
  )
  const mayReveal = member.viewerCanReveal && !member.isViewer
  const shared = member.consents.findLast(consent => consent.purpose === 'SHARE_WITH_CHAPTER')
  return (
    <>
      <Person
        name={member.name}
        phone={member.phone}
        mayReveal={mayReveal && online && shared?.granted === true}
        perHour={member.revealsPerHour}
        reveal={reveal}
      />
      {mayReveal && !shared?.granted ? <p className="soft">{t.needsConsent}</p> : null}
      {online && member.home?.viewerCan.includes('ORDER_READ') ? (
        <ButtonLink to={`/members/${member.id}/orders`} icon="document">
          {t.orders}
        </ButtonLink>
      ) : null}
      <Section title={t.standing}>
        <Standing member={member} />
      </Section>
      <Section title={t.terms}>
        <Terms terms={member.memberships} />
      </Section>
      <Section title={t.consents}>
        <MemberConsents member={member} />
      </Section>
    </>
  )
}

function Standing({ member }: { member: MyMember }) {
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
              <Day on={lastDay(untilOn)} />
              {left > 0 ? ` · ${t.left(left)}` : null}
            </>
          ) : (
            '—'
          ),
        },
        ...(member.frozenOn ? [{ label: t.frozen, value: <Day on={member.frozenOn} /> }] : []),
        { label: t.points, value: numberText(member.points, language) },
        { label: t.home, value: member.home?.name ?? '—' },
        { label: t.since, value: <Time at={member.homeSince} style="date" /> },
        {
          label: t.joined,
          value: (
            <>
              <Time at={member.registeredAt} style="date" /> · {joinedByName(language, member.joinedBy)}
            </>
          ),
        },
      ]}
    />
  )
}

function Terms({ terms }: { terms: MyMember['memberships'] }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  if (terms.length === 0) return <p>{t.noTerms}</p>
  return (
    <ul className="members-terms">
      {terms.toReversed().map(term => (
        <li key={term.id}>
          <span>
            {tierName(language, term.tierCode)} · {termSourceName(language, term.source)}
          </span>
          <span>
            <Day on={term.startsOn} /> {t.to} <Day on={lastDay(term.endsOn)} />
          </span>
        </li>
      ))}
    </ul>
  )
}
