import { defineMessages, numberText, useLanguage, useMessages } from '@shared/i18n'
import { Card, Empty, Section, Time } from '@shared/ui'
import { Link } from 'react-router'
import type { OverviewVersionsQuery } from '../../gql/graphql'
import { rolloutPath, versionPath } from '../policies/addresses'
import { Landing } from '../policies/Landing'
import { standingOf } from '../policies/rollout/wave'
import { words } from '../policies/wording'

const messages = defineMessages({
  zh: {
    title: '最近发布',
    all: '全部政策',
    none: '还没有发布过政策',
    late: (count: string) => `${count} 个分舵逾期未确认`,
    watch: '看落地进度',
  },
  en: {
    title: 'Published lately',
    all: 'All policies',
    none: 'No policy has been published yet',
    late: (count: string) => `${count} chapters are overdue`,
    watch: 'See how it lands',
  },
})

type Published = OverviewVersionsQuery['published']['nodes']

/** The newest publications, with how far they have come. */
export function Publications({ published }: { published: Published }) {
  const t = useMessages(messages)
  const w = useMessages(words)
  const { language } = useLanguage()
  return (
    <Section title={t.title} actions={<Link to="/policies">{t.all}</Link>}>
      {published.length === 0 ? <Empty title={t.none} /> : null}
      <ul className="overview-list">
        {published.map(({ id, number, policy, issuer, publishedAt, rollout }) => {
          const late = rollout ? standingOf(rollout.byState).overdue : 0
          return (
            <Card key={id} as="li">
              <div className="overview-publication">
                <p className="overview-line">
                  <Link to={versionPath(id)}>
                    {policy.title} {w.version(number)}
                  </Link>
                  <span>
                    {issuer?.name ?? w.unknown}{' '}
                    {publishedAt ? <Time at={publishedAt} style="relative" /> : null}
                  </span>
                </p>
                {rollout ? <Landing byState={rollout.byState} of={policy.title} /> : null}
                <p className="overview-line">
                  <Link to={rolloutPath(id)} aria-label={`${t.watch} ${policy.title} ${w.version(number)}`}>
                    {t.watch}
                  </Link>
                  {late > 0 ? (
                    <Link className="landing-late" to={rolloutPath(id, { state: 'OVERDUE' })}>
                      {t.late(numberText(late, language))}
                    </Link>
                  ) : null}
                </p>
              </div>
            </Card>
          )
        })}
      </ul>
    </Section>
  )
}
