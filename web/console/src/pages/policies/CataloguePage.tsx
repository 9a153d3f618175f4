import { execute } from '@shared/api'
import { defineMessages, modeName, useLanguage, useMessages } from '@shared/i18n'
import {
  Badge,
  ButtonLink,
  DataTable,
  Empty,
  Page,
  QueryView,
  SearchBox,
  Time,
  VersionBadge,
} from '@shared/ui'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useDeferredValue, useMemo, useState } from 'react'
import { Link } from 'react-router'
import { PolicyCatalogueDocument, type PolicyCatalogueQuery, PolicyGlancesDocument } from '../../gql/graphql'
import { draftPath, policyPath, rolloutPath, versionPath } from './addresses'
import { Landing } from './Landing'
import { PublishStart } from './PublishStart'
import { usePolicyRoot } from './usePolicyRoot'
import { words } from './wording'
import './policies.css'

const messages = defineMessages({
  zh: {
    title: '政策',
    intro: '总部管理的全部政策。选一项政策，写新版本，发布后看着它逐级送达。',
    define: '登记新政策',
    search: '查找政策',
    placeholder: '名称或 key，例如 price、membership.',
    policy: '政策',
    mode: '下级可否改动',
    newest: '最新版本',
    landing: '落地进度',
    act: '操作',
    write: '写新版本',
    continueDraft: '去发布',
    look: '看草稿',
    none: '没有这样的政策',
    emptyTitle: '还没有登记任何政策',
    emptyText: '先登记一项政策：它叫什么、值是什么样子、下级能不能改。之后就可以写版本并发布。',
    never: '尚未发布过',
    more: '只列出前 100 项。输入 key 的开头可以找到其余的。',
    notPublished: '—',
  },
  en: {
    title: 'Policies',
    intro:
      'All policies that headquarters keeps. Choose one, write a version, publish it and watch it go down the tree.',
    define: 'Define a policy',
    search: 'Find policies',
    placeholder: 'Title or key: price, membership.',
    policy: 'Policy',
    mode: 'What chapters may do',
    newest: 'Newest version',
    landing: 'How it lands',
    act: 'Action',
    write: 'New version',
    continueDraft: 'Go and publish',
    look: 'See the draft',
    none: 'There is no such policy',
    emptyTitle: 'No policy is defined yet',
    emptyText:
      'Begin with defining one: what it is called, what its value looks like and whether chapters may change it. Then write a version and publish it.',
    never: 'Never published',
    more: 'Only the first 100 are listed. Type the beginning of a key to find the others.',
    notPublished: '—',
  },
})

type PolicyRow = PolicyCatalogueQuery['policies'][number]

/** As many policies as one answer holds. */
const PAGE = 100

/** The library: every policy with its newest version and how it lands. */
export default function CataloguePage() {
  const t = useMessages(messages)
  const [text, setText] = useState('')
  const root = usePolicyRoot()
  const issuer = root.isSuccess ? (root.data.headquarters?.id ?? null) : undefined
  const sought = useDeferredValue(text.trim().toLowerCase())
  const all = useCatalogue('', issuer)
  // More than one answer holds are only found by the server, by how their key begins.
  const beyond = all.data?.policies.length === PAGE && /^[a-z0-9_.]+$/.test(sought)
  const begun = useCatalogue(beyond ? sought : '', issuer)
  const may = root.data?.headquarters?.viewerCan ?? []
  const define = may.includes('POLICY_KEY_MANAGE') ? (
    <ButtonLink to="/policies/new" icon="plus">
      {t.define}
    </ButtonLink>
  ) : null

  return (
    <Page
      title={t.title}
      actions={
        <>
          {define}
          {may.includes('POLICY_DRAFT') ? <PublishStart /> : null}
        </>
      }
    >
      <p className="policies-intro">{t.intro}</p>
      <SearchBox label={t.search} value={text} onChange={setText} placeholder={t.placeholder} />
      <QueryView query={root}>
        {() => (
          <QueryView
            query={begun}
            empty={() => all.data?.policies.length === 0}
            whenEmpty={
              <Empty title={t.emptyTitle} action={define}>
                {t.emptyText}
              </Empty>
            }
          >
            {() => {
              const known = new Map(
                [...(all.data?.policies ?? []), ...(begun.data?.policies ?? [])].map(row => [row.key, row]),
              )
              const rows = [...known.values()].filter(
                ({ key, title }) => key.includes(sought) || title.toLowerCase().includes(sought),
              )
              return (
                <PolicyTable
                  rows={rows}
                  mayDraft={may.includes('POLICY_DRAFT')}
                  more={all.data?.policies.length === PAGE}
                />
              )
            }}
          </QueryView>
        )}
      </QueryView>
    </Page>
  )
}

function useCatalogue(prefix: string, issuer: string | null | undefined) {
  return useQuery({
    queryKey: ['policies', 'catalogue', prefix, issuer],
    queryFn: ({ signal }) => execute(PolicyCatalogueDocument, { prefix, issuer: issuer ?? null }, { signal }),
    enabled: issuer !== undefined,
    placeholderData: keepPreviousData,
  })
}

interface PolicyTableProps {
  rows: PolicyRow[]
  mayDraft: boolean
  /** Whether there are more policies than are listed. */
  more: boolean
}

function PolicyTable({ rows, mayDraft, more }: PolicyTableProps) {
  const t = useMessages(messages)
  const w = useMessages(words)
  const { language } = useLanguage()
  const ids = useMemo(
    () => rows.flatMap(row => row.published.nodes.map(({ id }) => id)).slice(0, PAGE),
    [rows],
  )
  const glances = useQuery({
    queryKey: ['policies', 'glances', ids],
    queryFn: ({ signal }) => execute(PolicyGlancesDocument, { ids }, { signal }),
    enabled: ids.length > 0,
    placeholderData: keepPreviousData,
    refetchInterval: 15_000,
  })
  const landing = (id: string) =>
    glances.data?.nodes.find(node => node && 'rollout' in node && node.id === id)
  return (
    <>
      <DataTable<PolicyRow>
        caption={t.title}
        rows={rows}
        rowKey={row => row.key}
        empty={t.none}
        columns={[
          {
            key: 'policy',
            title: t.policy,
            render: row => (
              <span className="policies-name">
                <Link to={policyPath(row.key)}>{row.title}</Link>
                <code>{row.key}</code>
              </span>
            ),
          },
          {
            key: 'mode',
            title: t.mode,
            render: row => <span title={w.modes[row.mode]}>{modeName(language, row.mode)}</span>,
          },
          { key: 'newest', title: t.newest, render: row => <Newest row={row} /> },
          {
            key: 'landing',
            title: t.landing,
            width: '16rem',
            render: row => {
              const version = row.published.nodes[0]
              const node = version && landing(version.id)
              if (!version || !node || !('rollout' in node)) return t.notPublished
              return (
                <Link className="policies-landing" to={rolloutPath(version.id)}>
                  <Landing byState={node.rollout.byState} of={row.title} />
                </Link>
              )
            },
          },
          {
            key: 'act',
            title: t.act,
            align: 'end',
            render: row => <NextStep row={row} mayDraft={mayDraft} />,
          },
        ]}
      />
      {more ? <p className="policies-note">{t.more}</p> : null}
    </>
  )
}

/** What is done next with a policy: its draft is published, or another version written. */
function NextStep({ row, mayDraft }: { row: PolicyRow; mayDraft: boolean }) {
  const t = useMessages(messages)
  const newest = row.newest.nodes[0]
  if (newest?.state === 'DRAFT') {
    const label = newest.viewerCanPublish ? t.continueDraft : t.look
    return (
      <ButtonLink size="s" to={versionPath(newest.id)} aria-label={`${label} ${row.title}`}>
        {label}
      </ButtonLink>
    )
  }
  if (!mayDraft) return '—'
  return (
    <ButtonLink size="s" to={draftPath(row.key)} aria-label={`${t.write} ${row.title}`}>
      {t.write}
    </ButtonLink>
  )
}

function Newest({ row }: { row: PolicyRow }) {
  const t = useMessages(messages)
  const w = useMessages(words)
  const newest = row.newest.nodes[0]
  if (!newest) return <Badge tone="neutral">{t.never}</Badge>
  const published = row.published.nodes[0]
  return (
    <span className="policies-newest">
      <Link to={versionPath(newest.id)}>{w.version(newest.number)}</Link>
      <VersionBadge state={newest.state} />
      {published && published.id !== newest.id ? (
        <Link to={versionPath(published.id)}>{w.version(published.number)}</Link>
      ) : null}
      {published?.publishedAt ? <Time at={published.publishedAt} style="relative" /> : null}
    </span>
  )
}
