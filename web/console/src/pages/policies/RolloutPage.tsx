import { execute } from '@shared/api'
import type { DeliveryState } from '@shared/gql/schema'
import { defineMessages, useMessages } from '@shared/i18n'
import { ButtonLink, Empty, Page, QueryView, Section, VersionBadge } from '@shared/ui'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams, useSearchParams } from 'react-router'
import { RolloutHeadDocument, RolloutPlaceDocument } from '../../gql/graphql'
import { policyPath, rolloutPath, versionPath } from './addresses'
import { Branches } from './rollout/Branches'
import { ChapterList } from './rollout/ChapterList'
import { RolloutWave } from './rollout/RolloutWave'
import { STATES } from './rollout/wave'
import { words } from './wording'
import './policies.css'

const messages = defineMessages({
  zh: {
    loading: '落地进度',
    title: (title: string, version: string) => `${title} ${version}：落地进度`,
    catalogue: '政策',
    missing: '没有这个版本',
    missingText: '它可能不存在，或者您看不到它。',
    draft: '这一版还没有发布',
    draftText: '发布以后，这里会实时显示它怎样逐级送达。',
    open: '查看本版',
    all: '全部',
    path: '当前所看的分支',
    branches: '各分支',
    branchesOf: (name: string) => `${name}的下级`,
    chapters: '各分舵',
    page: '打开分舵页',
    policy: '政策页',
  },
  en: {
    loading: 'How it lands',
    title: (title: string, version: string) => `${title}, ${version}: how it lands`,
    catalogue: 'Policies',
    missing: 'There is no such version',
    missingText: 'It may not exist, or you may not see it.',
    draft: 'This version is not published yet',
    draftText: 'Once it is, here you see it going down the tree as it happens.',
    open: 'Open the version',
    all: 'All',
    path: 'The branch that is shown',
    branches: 'Branches',
    branchesOf: (name: string) => `Below ${name}`,
    chapters: 'Chapters',
    page: 'Open its page',
    policy: 'The policy',
  },
})

/** Where a published version is watched as it lands, from the whole country down to one county. */
export default function RolloutPage() {
  const t = useMessages(messages)
  const w = useMessages(words)
  const { id = '' } = useParams()
  const [search, setSearch] = useSearchParams()
  const within = search.get('within')
  const state = STATES.find(each => each === search.get('state')) ?? null
  const query = useQuery({
    queryKey: ['policies', 'rollout-head', id],
    queryFn: ({ signal }) => execute(RolloutHeadDocument, { id }, { signal }),
  })
  const version = query.data?.policyVersion

  function filter(next: DeliveryState | null) {
    setSearch(
      before => {
        const after = new URLSearchParams(before)
        if (next) after.set('state', next)
        else after.delete('state')
        return after
      },
      { replace: true, preventScrollReset: true },
    )
  }

  return (
    <Page
      title={version ? t.title(version.policy.title, w.version(version.number)) : t.loading}
      eyebrow={version ? <VersionBadge state={version.state} /> : undefined}
      back={version ? { to: versionPath(id), label: t.open } : { to: '/policies', label: t.catalogue }}
      actions={version ? <ButtonLink to={policyPath(version.key)}>{t.policy}</ButtonLink> : null}
    >
      <QueryView
        query={query}
        empty={({ policyVersion }) => policyVersion === null}
        whenEmpty={<Empty title={t.missing}>{t.missingText}</Empty>}
      >
        {({ policyVersion }) =>
          policyVersion?.publishedAt ? (
            <>
              {within ? <Place id={id} chapter={within} /> : null}
              <RolloutWave id={id} publishedAt={policyVersion.publishedAt} within={within} />
              <BranchSection id={id} within={within} />
              <Section title={t.chapters}>
                <ChapterList
                  id={id}
                  within={within}
                  state={state}
                  onState={filter}
                  hours={policyVersion.acknowledgeWithinHours}
                />
              </Section>
            </>
          ) : (
            <Empty title={t.draft} action={<ButtonLink to={versionPath(id)}>{t.open}</ButtonLink>}>
              {t.draftText}
            </Empty>
          )
        }
      </QueryView>
    </Page>
  )
}

function usePlace(chapter: string | null) {
  return useQuery({
    queryKey: ['policies', 'rollout-place', chapter],
    queryFn: ({ signal }) => execute(RolloutPlaceDocument, { id: chapter ?? '' }, { signal }),
    enabled: chapter !== null,
    staleTime: 60_000,
  })
}

/** Where in the tree the reader is, with the way back up. */
function Place({ id, chapter }: { id: string; chapter: string }) {
  const t = useMessages(messages)
  const place = usePlace(chapter).data?.chapter
  const above = [...(place?.ancestors ?? [])].reverse().slice(1)
  return (
    <nav className="policies-actions" aria-label={t.path}>
      <Link to={rolloutPath(id)}>{t.all}</Link>
      {above.map(({ id: at, name }) => (
        <span key={at}>
          › <Link to={rolloutPath(id, { within: at })}>{name}</Link>
        </span>
      ))}
      {place ? (
        <>
          <span aria-current="page">› {place.name}</span>
          <ButtonLink size="s" to={`/chapters/${place.id}`}>
            {t.page}
          </ButtonLink>
        </>
      ) : null}
    </nav>
  )
}

function BranchSection({ id, within }: { id: string; within: string | null }) {
  const t = useMessages(messages)
  const place = usePlace(within).data?.chapter
  // Nothing stands below a county.
  if (place?.level === 'COUNTY') return null
  return (
    <Section title={place ? t.branchesOf(place.name) : t.branches}>
      <Branches id={id} of={within} />
    </Section>
  )
}
