import { execute } from '@shared/api'
import { defineMessages, permissionName, tierName, useLanguage, useMessages } from '@shared/i18n'
import { Day, DUE_DAYS, lastDay } from '@shared/members'
import { Badge, Empty, NoRight, Page, QueryView, Section } from '@shared/ui'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { type DueMemberFragment, GraceMembersDocument } from '../../gql/renewals/graphql'
import { useContact } from '../../offline'
import { NeedsNetwork } from '../../shell/NeedsNetwork'
import { useHelmsman } from '../../shell/useHelmsman'
import { useMemberRights } from '../members/queries'
import { byLastDay, readDue, urgency } from './due'

const messages = defineMessages({
  zh: {
    title: '续费提醒',
    back: '会员',
    text: `未来 ${DUE_DAYS} 天内到期的会员，先到期的在前。点开会员可查看明文、拨打电话和办理续费。`,
    due: '即将到期',
    none: `${DUE_DAYS} 天内没有会员到期`,
    more: '人数较多，这里只显示一部分。其余请在会员名单中筛选。',
    grace: '宽限期内',
    graceText: '会籍已到期，宽限期内续费不中断。',
    noGrace: '没有宽限期内的会员',
    left: (days: number) => (days === 1 ? '今天到期' : `还有 ${days} 天`),
    over: '已到期',
    lastDay: '最后一天',
    erased: '已删除',
  },
  en: {
    title: 'Renewals',
    back: 'Members',
    text: `Members who end within ${DUE_DAYS} days, the first to end at the head. Open a member to see them in clear, to call, and to renew.`,
    due: 'Due soon',
    none: `Nobody ends within ${DUE_DAYS} days`,
    more: 'There are many, and not all stand here. Find the others in the list of members.',
    grace: 'Days of grace',
    graceText: 'The membership has ended; a renewal within the days of grace closes the gap.',
    noGrace: 'Nobody is in the days of grace',
    left: (days: number) => (days === 1 ? 'Ends today' : `${days} days left`),
    over: 'Ended',
    lastDay: 'Last day',
    erased: 'Erased',
  },
})

/** Whom the chapter should remind of the renewal. Members are not kept on the phone, so it needs a network. */
export function RenewalsPage() {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const { chapter } = useHelmsman()
  const id = chapter?.id ?? ''
  const { online } = useContact()
  const may = useMemberRights(id)
  return (
    <Page title={t.title} eyebrow={chapter?.name} back={{ to: '/members', label: t.back }}>
      {may && !may('MEMBER_READ') ? (
        <NoRight what={permissionName(language, 'MEMBER_READ')} />
      ) : online ? (
        <>
          <p className="soft">{t.text}</p>
          <DueSoon chapter={id} />
          <InGrace chapter={id} />
        </>
      ) : (
        <NeedsNetwork />
      )}
    </Page>
  )
}

function DueSoon({ chapter }: { chapter: string }) {
  const t = useMessages(messages)
  const due = useQuery({
    queryKey: ['due', chapter],
    queryFn: ({ signal }) => readDue(chapter, signal),
    enabled: chapter !== '',
  })
  return (
    <Section title={t.due}>
      <QueryView query={due} rows={4}>
        {({ members, more }) =>
          members.length === 0 ? (
            <Empty title={t.none} />
          ) : (
            <>
              <List members={members} />
              {more ? <p className="soft">{t.more}</p> : null}
            </>
          )
        }
      </QueryView>
    </Section>
  )
}

function InGrace({ chapter }: { chapter: string }) {
  const t = useMessages(messages)
  const grace = useQuery({
    queryKey: ['grace', chapter],
    queryFn: ({ signal }) => execute(GraceMembersDocument, { chapter }, { signal }),
    enabled: chapter !== '',
  })
  return (
    <Section title={t.grace}>
      <p className="soft">{t.graceText}</p>
      <QueryView query={grace} rows={2}>
        {data => {
          const members = data.chapter?.members
          if (!members || members.nodes.length === 0) return <Empty title={t.noGrace} />
          return (
            <>
              <List members={byLastDay(members.nodes)} />
              {members.totalCount > members.nodes.length ? <p className="soft">{t.more}</p> : null}
            </>
          )
        }}
      </QueryView>
    </Section>
  )
}

function List({ members }: { members: readonly DueMemberFragment[] }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  return (
    <ul className="list">
      {members.map(member => (
        <li key={member.id}>
          <Link to={`/members/${member.id}`} className="list-card">
            <span className="list-line">
              <strong>{member.name ?? t.erased}</strong>
              <Left untilOn={member.untilOn}>{t.over}</Left>
            </span>
            <span className="list-line soft">
              <span>
                {member.phone ?? '—'} · {tierName(language, member.tierCode)}
              </span>
              {member.untilOn ? (
                <span>
                  {t.lastDay} <Day on={lastDay(member.untilOn)} />
                </span>
              ) : null}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  )
}

/** How many days are left; the children stand for none. */
function Left({ untilOn, children }: { untilOn: string | null; children: ReactNode }) {
  const t = useMessages(messages)
  if (untilOn === null) return null
  const { left, tone } = urgency(untilOn, Date.now())
  return <Badge tone={tone}>{left > 0 ? t.left(left) : children}</Badge>
}
