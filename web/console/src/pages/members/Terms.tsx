import { defineMessages, termSourceName, tierName, useLanguage, useMessages } from '@shared/i18n'
import { Day, lastDay } from '@shared/members'
import { DataTable, Empty } from '@shared/ui'
import { Link } from 'react-router'
import type { MemberFacts } from './queries'

const messages = defineMessages({
  zh: {
    tier: '等级',
    from: '第一天',
    until: '最后一天',
    source: '来源',
    frozen: '冻结天数',
    soldBy: '售出分舵',
    note: '说明',
    none: '还没有会期',
  },
  en: {
    tier: 'Tier',
    from: 'First day',
    until: 'Last day',
    source: 'From',
    frozen: 'Days at rest',
    soldBy: 'Sold by',
    note: 'Note',
    none: 'No term yet',
  },
})

/** All terms of a member, the newest first. */
export function Terms({ terms, caption }: { terms: MemberFacts['memberships']; caption: string }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  return (
    <DataTable
      caption={caption}
      rows={terms.toReversed()}
      rowKey={term => term.id}
      empty={<Empty title={t.none} />}
      columns={[
        { key: 'tier', title: t.tier, render: term => tierName(language, term.tierCode) },
        { key: 'from', title: t.from, render: term => <Day on={term.startsOn} /> },
        { key: 'until', title: t.until, render: term => <Day on={lastDay(term.endsOn)} /> },
        { key: 'source', title: t.source, render: term => termSourceName(language, term.source) },
        { key: 'frozen', title: t.frozen, align: 'end', render: term => term.frozenDays },
        {
          key: 'soldBy',
          title: t.soldBy,
          render: ({ soldBy }) => (soldBy ? <Link to={`/chapters/${soldBy.id}`}>{soldBy.name}</Link> : '—'),
        },
        { key: 'note', title: t.note, render: term => term.note ?? '—' },
      ]}
    />
  )
}
