import { officeName, useLanguage, useMessages } from '@shared/i18n'
import { Button, DataTable, Empty, QueryView, Section, Time } from '@shared/ui'
import { useState } from 'react'
import { Link } from 'react-router'
import type { ChapterPeopleQuery } from '../../../gql/graphql'
import type { ChapterHead } from '../changes/chapter'
import { usePeople } from '../chapter/queries'
import { AppointDialog, officesOf } from './AppointDialog'
import { EndTermDialog } from './EndTermDialog'
import { messages } from './messages'

type Term = NonNullable<ChapterPeopleQuery['chapter']>['terms'][number]

/** Who serves in a chapter; appointing and ending by those who may. */
export function People({ chapter, title }: { chapter: ChapterHead; title: string }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const mayRead = chapter.viewerCan.includes('CHAPTER_READ')
  const people = usePeople(chapter.id, mayRead)
  const [appointing, setAppointing] = useState(false)
  const [ending, setEnding] = useState<Term | null>(null)
  const offices = officesOf(chapter.viewerCan)
  const mayAppoint = chapter.level !== 'HEADQUARTERS' && chapter.status === 'OPEN' && offices.length > 0
  return (
    <Section
      title={title}
      actions={
        mayAppoint ? (
          <Button size="s" icon="plus" onClick={() => setAppointing(true)}>
            {t.appoint}
          </Button>
        ) : null
      }
    >
      {mayRead ? (
        <QueryView query={people} rows={2}>
          {({ terms }) => (
            <DataTable
              caption={title}
              rows={terms}
              rowKey={term => term.id}
              empty={<Empty title={t.nobody} />}
              columns={[
                { key: 'name', title: t.name, render: term => <Holder term={term} /> },
                {
                  key: 'office',
                  title: t.office,
                  render: term => (
                    <span className="chapter-page-nowrap">{officeName(language, term.office)}</span>
                  ),
                },
                { key: 'since', title: t.since, render: term => <Time at={term.startsAt} style="date" /> },
                {
                  key: 'until',
                  title: t.until,
                  render: term => (
                    <span className="chapter-page-nowrap">
                      {term.endsAt ? <Time at={term.endsAt} style="date" /> : t.open}
                    </span>
                  ),
                },
                {
                  key: 'end',
                  title: t.actions,
                  render: term =>
                    offices.includes(term.office) ? (
                      <Button
                        size="s"
                        variant="quiet"
                        className="chapter-page-nowrap"
                        onClick={() => setEnding(term)}
                      >
                        {t.end}
                      </Button>
                    ) : null,
                },
              ]}
            />
          )}
        </QueryView>
      ) : (
        <p>{chapter.leader?.name ?? t.nobody}</p>
      )}
      {appointing ? (
        <AppointDialog chapter={chapter} offices={offices} onClose={() => setAppointing(false)} />
      ) : null}
      {ending ? <EndTermDialog term={ending} onClose={() => setEnding(null)} /> : null}
    </Section>
  )
}

function Holder({ term }: { term: Term }) {
  const t = useMessages(messages)
  if (!term.holder) return t.unknown
  return (
    <>
      <Link to={`/access/people/${term.holder.id}`}>{term.holder.name}</Link>{' '}
      <span className="chapter-page-soft">{term.holder.phone}</span>
    </>
  )
}
