import { actionName, defineMessages, useLanguage, useMessages } from '@shared/i18n'
import { ButtonLink, DataTable, Empty, Pager, QueryView, Time } from '@shared/ui'
import { useState } from 'react'
import type { ChapterAuditQuery } from '../../../gql/graphql'
import { AuditEntryDialog } from '../../audit/AuditEntryDialog'
import { usePaging } from './paging'
import { useAudit } from './queries'

const PAGE = 50

const messages = defineMessages({
  zh: {
    caption: '本分舵及下级的操作记录，最新在前；打开一行看改动前后',
    none: '还没有记录',
    action: '操作',
    at: '时间',
    actor: '谁',
    where: '分舵',
    target: '对象',
    search: '到审计日志里搜索',
  },
  en: {
    caption: 'What was done here and below, the newest first; open a row for before and after',
    none: 'Nothing has been recorded yet',
    action: 'Action',
    at: 'When',
    actor: 'Who',
    where: 'Chapter',
    target: 'On',
    search: 'Search the audit log',
  },
})

type Entry = ChapterAuditQuery['auditEntries']['nodes'][number]

/** What was done at the chapter and below. */
export function Audit({ id }: { id: string }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const { page, pager } = usePaging(PAGE)
  const audit = useAudit(id, page)
  const [open, setOpen] = useState<Entry | null>(null)
  return (
    <div className="chapter-page-stack">
      <QueryView query={audit} rows={8}>
        {({ nodes, pageInfo }) => (
          <>
            <DataTable
              caption={t.caption}
              captionShown
              rows={nodes}
              rowKey={entry => entry.id}
              empty={<Empty title={t.none} />}
              onRowOpen={setOpen}
              columns={[
                { key: 'action', title: t.action, render: entry => actionName(language, entry.action) },
                { key: 'at', title: t.at, render: entry => <Time at={entry.at} /> },
                {
                  key: 'actor',
                  title: t.actor,
                  render: entry => entry.person?.name ?? <code>{entry.actor}</code>,
                },
                { key: 'where', title: t.where, render: entry => entry.chapter?.name ?? '—' },
                { key: 'target', title: t.target, render: entry => <code>{entry.target}</code> },
              ]}
            />
            <Pager {...pager(pageInfo)} />
          </>
        )}
      </QueryView>
      <p>
        <ButtonLink to={`/audit?chapter=${id}`} icon="search">
          {t.search}
        </ButtonLink>
      </p>
      {open ? <AuditEntryDialog entry={open} onClose={() => setOpen(null)} /> : null}
    </div>
  )
}
