import { execute } from '@shared/api'
import { defineMessages, useMessages } from '@shared/i18n'
import { ButtonLink, Empty, Page, QueryView } from '@shared/ui'
import { useQuery } from '@tanstack/react-query'
import { OverviewRightsDocument, type OverviewRightsQuery, OverviewVersionsDocument } from '../../gql/graphql'
import { PublishStart } from '../policies/PublishStart'
import { isSettled, standingOf } from '../policies/rollout/wave'
import { Drafts } from './Drafts'
import { Escalations } from './Escalations'
import { FirstSteps } from './FirstSteps'
import { Problems } from './Problems'
import { Publications } from './Publications'
import { Vacancies } from './Vacancies'
import './Overview.css'

const messages = defineMessages({
  zh: {
    title: '首页',
    chapters: '看分舵',
    define: '登记新政策',
    none: '还没有总部',
    noneText: '先导入分舵树，再从这里开始。',
  },
  en: {
    title: 'Overview',
    chapters: 'See the chapters',
    define: 'Define a policy',
    none: 'There is no headquarters yet',
    noneText: 'Load the tree of chapters first.',
  },
})

type Headquarters = NonNullable<OverviewRightsQuery['headquarters']>

/** The home of headquarters: what is under way, what is late, and what waits for the reader. */
export default function OverviewPage() {
  const t = useMessages(messages)
  const rights = useQuery({
    queryKey: ['overview', 'rights'],
    queryFn: ({ signal }) => execute(OverviewRightsDocument, {}, { signal }),
  })
  const may = rights.data?.headquarters?.viewerCan ?? []
  return (
    <Page
      title={t.title}
      actions={
        <>
          <ButtonLink to="/chapters" icon="chapters">
            {t.chapters}
          </ButtonLink>
          {may.includes('POLICY_KEY_MANAGE') ? (
            <ButtonLink to="/policies/new" icon="plus">
              {t.define}
            </ButtonLink>
          ) : null}
          {may.includes('POLICY_DRAFT') ? <PublishStart /> : null}
        </>
      }
    >
      <QueryView query={rights}>
        {({ headquarters }) =>
          headquarters ? <Home headquarters={headquarters} /> : <Empty title={t.none}>{t.noneText}</Empty>
        }
      </QueryView>
    </Page>
  )
}

/** How often counts are read again while something is landing, and while nothing is; in milliseconds. */
const PACE = { landing: 2_000, calm: 20_000 }

function Home({ headquarters }: { headquarters: Headquarters }) {
  const may = headquarters.viewerCan
  const landing = may.includes('DELIVERY_READ')
  const versions = useQuery({
    queryKey: ['overview', 'versions', landing],
    queryFn: ({ signal }) => execute(OverviewVersionsDocument, { landing }, { signal }),
    refetchInterval: ({ state: { data } }) =>
      data?.published.nodes.some(({ rollout }) => rollout && isLanding(rollout.byState))
        ? PACE.landing
        : PACE.calm,
  })
  return (
    <QueryView query={versions} rows={8}>
      {({ published, drafts }) => (
        <>
          {may.includes('POLICY_DRAFT') ? <FirstSteps /> : null}
          {may.includes('OPERATIONS_READ') ? <Problems /> : null}
          <Drafts drafts={drafts.nodes} />
          <div className="overview-columns">
            <Publications published={published.nodes} />
            <div className="overview-side">
              <Vacancies counts={headquarters.counts} />
              {landing ? <Escalations headquarters={headquarters.id} /> : null}
            </div>
          </div>
        </>
      )}
    </QueryView>
  )
}

function isLanding(byState: Parameters<typeof standingOf>[0]): boolean {
  const standing = standingOf(byState)
  return standing.landed < standing.total && !isSettled(standing)
}
