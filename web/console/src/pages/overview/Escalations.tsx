import { execute } from '@shared/api'
import { defineMessages, useMessages } from '@shared/i18n'
import { Card, QueryView, Section, Time } from '@shared/ui'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { OverviewEscalationsDocument } from '../../gql/graphql'
import { rolloutPath } from '../policies/addresses'
import { words } from '../policies/wording'

const messages = defineMessages({
  zh: {
    title: '督办到总部',
    text: '逾期已到两倍期限，需要总部过问。最早的在前。',
    none: '没有需要总部过问的逾期',
    due: '应于',
    dueAfter: '前确认',
  },
  en: {
    title: 'Escalated to headquarters',
    text: 'Overdue for twice the time: headquarters has to ask. The oldest first.',
    none: 'Nothing is so late that headquarters has to ask',
    due: 'was due',
    dueAfter: '',
  },
})

/** What is so late that it is headquarters' business. */
export function Escalations({ headquarters }: { headquarters: string }) {
  const t = useMessages(messages)
  const w = useMessages(words)
  const query = useQuery({
    queryKey: ['overview', 'escalations', headquarters],
    queryFn: ({ signal }) => execute(OverviewEscalationsDocument, { headquarters }, { signal }),
    refetchInterval: 60_000,
  })
  return (
    <Section title={t.title}>
      <Card>
        <QueryView query={query} rows={3}>
          {({ chapter }) => {
            const escalations = chapter?.escalations ?? []
            if (escalations.length === 0) return <p>{t.none}</p>
            return (
              <div className="overview-publication">
                <p className="overview-faint">{t.text}</p>
                <ul className="overview-list">
                  {escalations.map(({ chapter: late, version, dueAt }) => (
                    <li key={`${late.id} ${version.id}`}>
                      <Link to={`/chapters/${late.id}`}>{late.name}</Link>{' '}
                      <Link to={rolloutPath(version.id, { state: 'OVERDUE' })}>
                        {version.policy.title} {w.version(version.number)}
                      </Link>{' '}
                      <span className="overview-faint">
                        {t.due} <Time at={dueAt} style="full" /> {t.dueAfter}
                      </span>
                    </li>
                  ))}
                </ul>
              </div>
            )
          }}
        </QueryView>
      </Card>
    </Section>
  )
}
