import { execute } from '@shared/api'
import type { VersionState } from '@shared/gql/schema'
import { defineMessages, useLanguage, useMessages, versionStateName } from '@shared/i18n'
import { DataTable, Pager, QueryView, Select, Time, VersionBadge } from '@shared/ui'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { PolicyVersionsDocument, type VersionRowFragment } from '../../gql/graphql'
import { rolloutPath, versionPath } from './addresses'
import { words } from './wording'

const messages = defineMessages({
  zh: {
    caption: '版本',
    issuer: '发布方',
    headquarters: '只看总部',
    everybody: '全部发布方',
    state: '状态',
    anyState: '全部状态',
    version: '版本',
    author: '起草',
    publisher: '发布人',
    publishedAt: '发布时间',
    effectiveAt: '生效时间',
    landing: '落地进度',
    look: '查看',
    none: '没有这样的版本',
    pages: '版本分页',
  },
  en: {
    caption: 'Versions',
    issuer: 'Issuer',
    headquarters: 'Headquarters only',
    everybody: 'Every issuer',
    state: 'State',
    anyState: 'Any state',
    version: 'Version',
    author: 'Written by',
    publisher: 'Published by',
    publishedAt: 'Published',
    effectiveAt: 'In effect from',
    landing: 'How it lands',
    look: 'See',
    none: 'There is no such version',
    pages: 'Pages of versions',
  },
})

const STATES: readonly VersionState[] = ['DRAFT', 'PUBLISHED', 'SUPERSEDED', 'REVOKED']
const PAGE = 20

type Place = { after?: string; before?: string }

/** The versions of a policy, the newest first. */
export function VersionTable({ policy, headquarters }: { policy: string; headquarters: string }) {
  const t = useMessages(messages)
  const w = useMessages(words)
  const { language } = useLanguage()
  const [whose, setWhose] = useState<'headquarters' | 'everybody'>('headquarters')
  const [state, setState] = useState<VersionState | 'ANY'>('ANY')
  const [place, setPlace] = useState<Place>({})
  const sought = {
    key: policy,
    issuer: whose === 'headquarters' ? headquarters : null,
    state: state === 'ANY' ? null : state,
    ...place,
    ...(place.before ? { last: PAGE } : { first: PAGE }),
  }
  const versions = useQuery({
    queryKey: ['policies', 'versions', sought],
    queryFn: ({ signal }) => execute(PolicyVersionsDocument, sought, { signal }),
    placeholderData: keepPreviousData,
  })
  return (
    <>
      <div className="policies-actions">
        <Select
          label={t.issuer}
          value={whose}
          onChange={value => {
            setWhose(value)
            setPlace({})
          }}
          options={[
            { value: 'headquarters', label: t.headquarters },
            { value: 'everybody', label: t.everybody },
          ]}
        />
        <Select<VersionState | 'ANY'>
          label={t.state}
          value={state}
          onChange={value => {
            setState(value)
            setPlace({})
          }}
          options={[
            { value: 'ANY', label: t.anyState },
            ...STATES.map(value => ({ value, label: versionStateName(language, value) })),
          ]}
        />
      </div>
      <QueryView query={versions}>
        {({ policyVersions: { nodes, pageInfo } }) => (
          <>
            <DataTable<VersionRowFragment>
              caption={t.caption}
              rows={nodes}
              rowKey={version => version.id}
              empty={t.none}
              columns={[
                {
                  key: 'number',
                  title: t.version,
                  render: version => <Link to={versionPath(version.id)}>{w.version(version.number)}</Link>,
                },
                { key: 'state', title: t.state, render: version => <VersionBadge state={version.state} /> },
                { key: 'issuer', title: t.issuer, render: version => version.issuer?.name ?? w.unknown },
                {
                  key: 'author',
                  title: t.author,
                  render: version => version.authorAccount?.name ?? w.unknown,
                },
                {
                  key: 'publisher',
                  title: t.publisher,
                  render: version =>
                    version.publishedByAccount?.name ?? (version.publishedAt ? w.unknown : '—'),
                },
                {
                  key: 'publishedAt',
                  title: t.publishedAt,
                  render: version =>
                    version.publishedAt ? <Time at={version.publishedAt} style="full" /> : '—',
                },
                {
                  key: 'effectiveAt',
                  title: t.effectiveAt,
                  render: version => <Time at={version.effectiveAt} style="full" />,
                },
                {
                  key: 'landing',
                  title: t.landing,
                  render: version =>
                    version.publishedAt ? (
                      <Link
                        to={rolloutPath(version.id)}
                        aria-label={`${t.look} ${w.version(version.number)} ${t.landing}`}
                      >
                        {t.look}
                      </Link>
                    ) : (
                      '—'
                    ),
                },
              ]}
            />
            {pageInfo.hasNextPage || pageInfo.hasPreviousPage ? (
              <Pager
                label={t.pages}
                hasNext={pageInfo.hasNextPage}
                hasPrevious={pageInfo.hasPreviousPage}
                onNext={() => setPlace({ after: pageInfo.endCursor ?? undefined })}
                onPrevious={() => setPlace({ before: pageInfo.startCursor ?? undefined })}
              />
            ) : null}
          </>
        )}
      </QueryView>
    </>
  )
}
