import { defineMessages, tierName, useLanguage, useMessages } from '@shared/i18n'
import { Day, lastDay, StandingBadge } from '@shared/members'
import { DataTable, Time } from '@shared/ui'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { MemberRowFragment } from '../../gql/graphql'

const messages = defineMessages({
  zh: {
    name: '姓名',
    erased: '已删除',
    phone: '手机',
    tier: '等级',
    standing: '状态',
    until: '会籍至',
    joined: '加入',
    home: '归属分舵',
  },
  en: {
    name: 'Name',
    erased: 'Erased',
    phone: 'Phone',
    tier: 'Tier',
    standing: 'Standing',
    until: 'Until',
    joined: 'Joined',
    home: 'Home',
  },
})

interface MemberTableProps {
  caption: string
  members: readonly MemberRowFragment[]
  empty: ReactNode
  /** Whether the members are at home in different chapters. */
  homes?: boolean
}

/** Members, masked, each with a way to its page. */
export function MemberTable({ caption, members, empty, homes = false }: MemberTableProps) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  return (
    <DataTable
      caption={caption}
      rows={members}
      rowKey={member => member.id}
      empty={empty}
      columns={[
        {
          key: 'name',
          title: t.name,
          render: member => <Link to={`/members/${member.id}`}>{member.name ?? t.erased}</Link>,
        },
        { key: 'phone', title: t.phone, render: member => member.phone ?? '—' },
        { key: 'tier', title: t.tier, render: member => tierName(language, member.tierCode) },
        {
          key: 'standing',
          title: t.standing,
          render: member => <StandingBadge standing={member.standing} />,
        },
        {
          key: 'until',
          title: t.until,
          render: member => <Day on={member.untilOn && lastDay(member.untilOn)} />,
        },
        {
          key: 'joined',
          title: t.joined,
          render: member => <Time at={member.registeredAt} style="date" />,
        },
        ...(homes
          ? [
              {
                key: 'home',
                title: t.home,
                render: ({ home }: MemberRowFragment) =>
                  home ? <Link to={`/chapters/${home.id}?tab=members`}>{home.name}</Link> : '—',
              },
            ]
          : []),
      ]}
    />
  )
}
