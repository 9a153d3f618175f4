import { execute } from '@shared/api'
import { actionName, defineMessages, useLanguage, useMessages } from '@shared/i18n'
import { Button, DataTable, Page, Pager, QueryView, Time } from '@shared/ui'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import { AuditSearchDocument, type AuditSearchQuery } from '../../gql/graphql'
import { AuditEntryDialog } from './AuditEntryDialog'
import { AuditFilterForm } from './AuditFilterForm'
import { filterOf, searchOf } from './filter'
import { SealCheck } from './SealCheck'
import './AuditPage.css'

const messages = defineMessages({
  zh: {
    title: '审计',
    caption: '谁在何时对什么做了什么',
    at: '时间',
    who: '谁',
    what: '做了什么',
    where: '分舵',
    target: '对象',
    details: '前后对比',
    open: '查看',
    none: '没有符合条件的记录',
    total: (count: number) => `共 ${count} 条`,
    system: '系统',
    anonymous: '未登录者',
  },
  en: {
    title: 'Audit',
    caption: 'Who did what to what, and when',
    at: 'When',
    who: 'Who',
    what: 'What',
    where: 'Chapter',
    target: 'On',
    details: 'Before and after',
    open: 'Show',
    none: 'No entry fits',
    total: (count: number) => `${count} entries`,
    system: 'The system',
    anonymous: 'Somebody not signed in',
  },
})

type Entry = AuditSearchQuery['auditEntries']['nodes'][number]

/** Entries to a page. */
const SIZE = 50

/** Where a page of one search begins. A cursor of another search leads nowhere. */
interface Place {
  search: string
  after?: string | null
  before?: string | null
}

/** The audit log: searched by person, chapter, action and time, and checked for being whole. */
export default function AuditPage() {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const [search, setSearch] = useSearchParams()
  const [place, setPlace] = useState<Place>({ search: '' })
  const [shown, setShown] = useState<Entry | null>(null)
  const filter = filterOf(search)
  const here = searchOf(filter).toString()
  const start: Place = place.search === here ? place : { search: here }
  const paging = start.before
    ? { last: SIZE, before: start.before }
    : { first: SIZE, after: start.after ?? null }
  const entries = useQuery({
    queryKey: ['audit', filter, start],
    queryFn: ({ signal }) => execute(AuditSearchDocument, { ...filter, ...paging }, { signal }),
    placeholderData: keepPreviousData,
  })
  return (
    <Page title={t.title}>
      <SealCheck />
      <AuditFilterForm
        // A search that came with an address fills in the form anew.
        key={search.toString()}
        filter={filter}
        onSearch={wanted => {
          setSearch(searchOf(wanted))
        }}
      />
      <QueryView query={entries}>
        {({ auditEntries: { nodes, pageInfo, totalCount } }) => (
          <div className="audit-list">
            <DataTable<Entry>
              caption={t.caption}
              rows={nodes}
              rowKey={entry => entry.id}
              empty={t.none}
              columns={[
                { key: 'at', title: t.at, render: entry => <Time at={entry.at} style="full" /> },
                { key: 'who', title: t.who, render: entry => <Who entry={entry} /> },
                { key: 'what', title: t.what, render: entry => actionName(language, entry.action) },
                {
                  key: 'where',
                  title: t.where,
                  render: ({ chapter }) =>
                    chapter ? <Link to={`/chapters/${chapter.id}`}>{chapter.name}</Link> : '—',
                },
                { key: 'target', title: t.target, render: entry => <code>{entry.target}</code> },
                {
                  key: 'details',
                  title: t.details,
                  align: 'end',
                  render: entry => (
                    <Button size="s" variant="quiet" onClick={() => setShown(entry)}>
                      {t.open}
                    </Button>
                  ),
                },
              ]}
            />
            <Pager
              label={t.total(totalCount)}
              hasNext={pageInfo.hasNextPage}
              hasPrevious={pageInfo.hasPreviousPage}
              onNext={() => setPlace({ search: here, after: pageInfo.endCursor })}
              onPrevious={() => setPlace({ search: here, before: pageInfo.startCursor })}
            />
          </div>
        )}
      </QueryView>
      {shown ? <AuditEntryDialog entry={shown} onClose={() => setShown(null)} /> : null}
    </Page>
  )
}

function Who({ entry }: { entry: Entry }) {
  const t = useMessages(messages)
  if (entry.person) return <Link to={`/access/people/${entry.person.id}`}>{entry.person.name}</Link>
  if (entry.actor === 'anonymous') return t.anonymous
  if (entry.actor.startsWith('system:')) return `${t.system} (${entry.actor.slice('system:'.length)})`
  return <code>{entry.actor}</code>
}
