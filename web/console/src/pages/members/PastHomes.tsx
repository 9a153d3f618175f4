import { defineMessages, homeSourceName, useLanguage, useMessages } from '@shared/i18n'
import { DataTable, Time } from '@shared/ui'
import { Link } from 'react-router'
import type { MemberFacts } from './queries'

const messages = defineMessages({
  zh: {
    caption: '以前的归属分舵',
    chapter: '分舵',
    since: '自',
    until: '至',
    source: '归属依据',
    reason: '调离原因',
    oneself: '本人更换',
  },
  en: {
    caption: 'Homes before',
    chapter: 'Chapter',
    since: 'Since',
    until: 'Until',
    source: 'Found',
    reason: 'Why it ended',
    oneself: 'The member went',
  },
})

/** Where a member was at home before; nothing where that was nowhere else. */
export function PastHomes({ homes }: { homes: MemberFacts['pastHomes'] }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  if (homes.length === 0) return null
  return (
    <DataTable
      caption={t.caption}
      captionShown
      rows={homes}
      rowKey={home => home.until}
      columns={[
        {
          key: 'chapter',
          title: t.chapter,
          render: ({ chapter }) =>
            chapter ? <Link to={`/chapters/${chapter.id}`}>{chapter.name}</Link> : '—',
        },
        { key: 'since', title: t.since, render: home => <Time at={home.since} style="date" /> },
        { key: 'until', title: t.until, render: home => <Time at={home.until} style="date" /> },
        { key: 'source', title: t.source, render: home => homeSourceName(language, home.source) },
        { key: 'reason', title: t.reason, render: home => home.reason ?? t.oneself },
      ]}
    />
  )
}
