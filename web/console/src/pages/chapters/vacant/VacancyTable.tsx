import { execute, useSession } from '@shared/api'
import { levelName, useLanguage, useMessages } from '@shared/i18n'
import { Button, DataTable, Empty, Pager, Time } from '@shared/ui'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { VacantSinceDocument } from '../../../gql/graphql'
import { AppointDialog } from '../people/AppointDialog'
import { useMayManage } from '../useMayManage'
import { messages } from './messages'
import { endedAt, type Vacancy } from './vacancies'

/** How many are shown at once. */
const PAGE = 50

/** What the audit log calls the end of a term. */
const ENDS = ['chapters.helmsman_step_down', 'chapters.term_lapse']

/** Vacant chapters page by page, with an appointment one click away. */
export function VacancyTable({ rows }: { rows: readonly Vacancy[] }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const [start, setStart] = useState(0)
  const [appointing, setAppointing] = useState<Vacancy | null>(null)
  const mayAppoint = useMayManage()
  const since = useSince()
  // After an appointment there may be fewer pages than before.
  const from = Math.min(start, Math.floor(Math.max(0, rows.length - 1) / PAGE) * PAGE)
  const shown = rows.slice(from, from + PAGE)
  return (
    <>
      <DataTable
        caption={t.caption}
        rows={shown}
        rowKey={row => row.id}
        empty={<Empty title={t.noneMatch}>{t.noneMatchText}</Empty>}
        columns={[
          {
            key: 'chapter',
            title: t.chapter,
            render: row => <Link to={`/chapters/${row.id}`}>{row.name}</Link>,
          },
          { key: 'level', title: t.level, render: row => levelName(language, row.level) },
          { key: 'path', title: t.path, render: row => row.path || '—' },
          {
            key: 'caretaker',
            title: t.caretaker,
            render: ({ caretaker }) =>
              caretaker ? <Link to={`/chapters/${caretaker.id}`}>{caretaker.name}</Link> : '—',
          },
          {
            key: 'since',
            title: <abbr title={t.sinceHint}>{t.since}</abbr>,
            render: row =>
              since.has(row.id) ? <Time at={since.get(row.id)} style="date" /> : t.sinceUnknown,
          },
          {
            key: 'appoint',
            title: t.actions,
            render: row =>
              mayAppoint ? (
                <Button size="s" onClick={() => setAppointing(row)} aria-label={`${t.appoint} ${row.name}`}>
                  {t.appoint}
                </Button>
              ) : null,
          },
        ]}
      />
      <Pager
        hasPrevious={from > 0}
        hasNext={from + PAGE < rows.length}
        onPrevious={() => setStart(from - PAGE)}
        onNext={() => setStart(from + PAGE)}
        label={rows.length > PAGE ? t.range(from + 1, from + shown.length, rows.length) : undefined}
      />
      {appointing ? (
        <AppointDialog
          chapter={{ ...appointing, vacant: true }}
          offices={['HELMSMAN']}
          onClose={() => setAppointing(null)}
        />
      ) : null}
    </>
  )
}

/** Since when chapters are vacant, as far as the audit log tells those who may read it. */
function useSince(): ReadonlyMap<string, string> {
  const { account } = useSession()
  const mayRead = account?.grants.some(
    grant => grant.active && (grant.role === 'HQ_ADMIN' || grant.role === 'AUDITOR'),
  )
  const ends = useQuery({
    queryKey: ['vacant-since'],
    queryFn: async ({ signal }) => {
      const answers = await Promise.all(
        ENDS.map(action => execute(VacantSinceDocument, { action }, { signal })),
      )
      return answers.flatMap(answer => answer.auditEntries.nodes)
    },
    enabled: mayRead ?? false,
  })
  return endedAt(ends.data ?? [])
}
