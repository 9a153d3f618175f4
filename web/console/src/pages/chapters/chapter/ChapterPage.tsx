import type { Permission } from '@shared/gql/schema'
import { permissionName, useLanguage, useMessages } from '@shared/i18n'
import { Badge, LevelBadge, NoRight, Notice, Page, QueryView, Tabs } from '@shared/ui'
import type { ReactNode } from 'react'
import { Link, useParams } from 'react-router'
import { ChapterLinks } from '../../growth/ChapterLinks'
import { ChapterMembers } from '../../members/ChapterMembers'
import { ChapterOrders } from '../../money/ChapterOrders'
import { ChapterStatements } from '../../money/statements/ChapterStatements'
import type { ChapterHead } from '../changes/chapter'
import { useAddressParam } from '../useAddressParam'
import { Audit } from './Audit'
import { ChapterActions } from './ChapterActions'
import { Grants } from './Grants'
import { History } from './History'
import { Inbox } from './Inbox'
import { messages } from './messages'
import { Overview } from './Overview'
import { useHead } from './queries'
import { Sales } from './Sales'
import { Values } from './Values'
import './ChapterPage.css'

/** Everything about one chapter. */
export default function ChapterPage() {
  const t = useMessages(messages)
  const { id = '' } = useParams()
  const head = useHead(id)
  const chapter = head.data
  return (
    <Page
      title={chapter?.name ?? t.loading}
      back={{ to: `/chapters?at=${id}`, label: t.back }}
      actions={chapter?.status === 'OPEN' ? <ChapterActions chapter={chapter} /> : null}
    >
      <QueryView query={head} rows={8}>
        {chapter => (
          <>
            <HeadLine chapter={chapter} />
            <State chapter={chapter} />
            {/* Another chapter begins with its own first page of everything. */}
            <Parts key={chapter.id} chapter={chapter} />
          </>
        )}
      </QueryView>
    </Page>
  )
}

/** Where the chapter stands: its level, its state, and the way up. */
function HeadLine({ chapter }: { chapter: ChapterHead }) {
  const t = useMessages(messages)
  return (
    <div className="chapter-page-head">
      <LevelBadge level={chapter.level} />
      {chapter.vacant ? <Badge tone="warn">{t.vacant}</Badge> : null}
      {chapter.status === 'CLOSED' ? <Badge tone="neutral">{t.closed}</Badge> : null}
      {chapter.ancestors.length > 0 ? (
        <nav aria-label={t.path}>
          <ol className="chapter-page-path">
            {chapter.ancestors.toReversed().map(above => (
              <li key={above.id}>
                <Link to={`/chapters/${above.id}`}>{above.name}</Link>
              </li>
            ))}
          </ol>
        </nav>
      ) : null}
    </div>
  )
}

function State({ chapter }: { chapter: ChapterHead }) {
  const t = useMessages(messages)
  if (chapter.status === 'CLOSED') {
    return (
      <Notice tone="info" title={t.closedTitle}>
        {chapter.successor ? (
          <>
            {t.mergedInto} <Link to={`/chapters/${chapter.successor.id}`}>{chapter.successor.name}</Link>
          </>
        ) : (
          t.closedText
        )}
      </Notice>
    )
  }
  if (!chapter.vacant) return null
  return (
    <Notice
      tone="warn"
      title={t.vacantTitle}
      action={
        chapter.caretaker ? (
          <Link to={`/chapters/${chapter.caretaker.id}`}>{chapter.caretaker.name}</Link>
        ) : null
      }
    >
      {chapter.caretaker ? t.vacantText(chapter.caretaker.name) : t.vacantAlone}
    </Notice>
  )
}

/** The views of the chapter. Which one is shown stands in the address. */
function Parts({ chapter }: { chapter: ChapterHead }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const [tab, setTab] = useAddressParam('tab')
  const allowed = (needs: Permission, content: ReactNode) =>
    chapter.viewerCan.includes(needs) ? content : <NoRight what={permissionName(language, needs)} />
  return (
    <Tabs
      label={t.tabs}
      value={tab ?? 'overview'}
      onChange={tab => setTab(tab === 'overview' ? null : tab)}
      tabs={[
        { key: 'overview', label: t.tab.overview, content: <Overview chapter={chapter} /> },
        { key: 'values', label: t.tab.values, content: allowed('POLICY_READ', <Values chapter={chapter} />) },
        { key: 'inbox', label: t.tab.inbox, content: allowed('DELIVERY_READ', <Inbox id={chapter.id} />) },
        // Who may not read members has no use for a tab that says so.
        ...(chapter.viewerCan.includes('MEMBER_READ')
          ? [{ key: 'members', label: t.tab.members, content: <ChapterMembers chapter={chapter} /> }]
          : []),
        ...(chapter.viewerCan.includes('ORDER_READ')
          ? [{ key: 'orders', label: t.tab.orders, content: <ChapterOrders id={chapter.id} /> }]
          : []),
        ...(chapter.viewerCan.includes('STATEMENT_READ')
          ? [{ key: 'statements', label: t.tab.statements, content: <ChapterStatements id={chapter.id} /> }]
          : []),
        ...(chapter.viewerCan.includes('REFERRAL_READ')
          ? [{ key: 'links', label: t.tab.links, content: <ChapterLinks chapter={chapter} /> }]
          : []),
        { key: 'sales', label: t.tab.sales, content: <Sales chapter={chapter} /> },
        {
          key: 'history',
          label: t.tab.history,
          content: allowed('CHAPTER_READ', <History id={chapter.id} />),
        },
        { key: 'grants', label: t.tab.grants, content: allowed('GRANT_READ', <Grants chapter={chapter} />) },
        { key: 'audit', label: t.tab.audit, content: allowed('AUDIT_READ', <Audit id={chapter.id} />) },
      ]}
    />
  )
}
