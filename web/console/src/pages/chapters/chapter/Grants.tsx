import { roleName, useLanguage, useMessages } from '@shared/i18n'
import { Badge, Button, DataTable, Empty, QueryView, Section, Time } from '@shared/ui'
import { useState } from 'react'
import { Link } from 'react-router'
import type { ChapterGrantsQuery } from '../../../gql/graphql'
import type { ChapterHead } from '../changes/chapter'
import { EndGrantDialog } from './EndGrantDialog'
import { GiveGrantDialog } from './GiveGrantDialog'
import { messages } from './grantMessages'
import { useGrants } from './queries'

/** A grant as the table shows it. */
export type GrantRow = NonNullable<ChapterGrantsQuery['chapter']>['grants'][number]

/** Who holds which role on the chapter, for how long and why; giving and ending by those who may. */
export function Grants({ chapter }: { chapter: ChapterHead }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const grants = useGrants(chapter.id)
  const [giving, setGiving] = useState(false)
  const [ending, setEnding] = useState<GrantRow | null>(null)
  const mayManage = chapter.viewerCan.includes('GRANT_MANAGE')
  return (
    <Section
      title={t.caption}
      actions={
        mayManage ? (
          <Button size="s" icon="plus" onClick={() => setGiving(true)}>
            {t.give}
          </Button>
        ) : null
      }
    >
      <p className="chapter-page-soft">{t.scope}</p>
      <QueryView query={grants} rows={4}>
        {all => (
          <DataTable
            caption={t.caption}
            rows={all}
            rowKey={grant => grant.id}
            empty={<Empty title={t.none} />}
            columns={[
              {
                key: 'who',
                title: t.who,
                render: ({ holder }) =>
                  holder ? <Link to={`/access/people/${holder.id}`}>{holder.name}</Link> : t.unknown,
              },
              { key: 'role', title: t.role, render: grant => roleName(language, grant.role) },
              {
                key: 'state',
                title: t.state,
                render: grant =>
                  grant.active ? (
                    <Badge tone="good">{t.active}</Badge>
                  ) : (
                    <Badge tone="neutral">{t.notActive}</Badge>
                  ),
              },
              { key: 'from', title: t.from, render: grant => <Time at={grant.from} /> },
              {
                key: 'until',
                title: t.until,
                render: grant => (grant.until ? <Time at={grant.until} /> : t.open),
              },
              {
                key: 'reason',
                title: t.reason,
                render: grant => grant.reason ?? (grant.term ? t.withTerm : '—'),
              },
              { key: 'giver', title: t.giver, render: grant => grant.giver?.name ?? t.system },
              {
                key: 'end',
                title: t.actions,
                // What came with a term ends with it.
                render: grant =>
                  mayManage && !grant.term ? (
                    <Button size="s" variant="quiet" onClick={() => setEnding(grant)}>
                      {t.end}
                    </Button>
                  ) : null,
              },
            ]}
          />
        )}
      </QueryView>
      {giving ? <GiveGrantDialog chapter={chapter} onClose={() => setGiving(false)} /> : null}
      {ending ? <EndGrantDialog grant={ending} onClose={() => setEnding(null)} /> : null}
    </Section>
  )
}
