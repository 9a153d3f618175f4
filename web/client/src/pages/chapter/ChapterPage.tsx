import { execute } from '@shared/api'
import { defineMessages, levelName, useLanguage, useMessages } from '@shared/i18n'
import { Badge, ButtonLink, KeyValue, Page, QueryView, Section, Time } from '@shared/ui'
import { useQuery } from '@tanstack/react-query'
import { MyChapterDocument, type MyChapterQuery } from '../../gql/chapter/graphql'
import { offlineQuery } from '../../offline'
import { useHelmsman } from '../../shell/useHelmsman'
import { useMemberRights } from '../members/queries'
import './ChapterPage.css'

const messages = defineMessages({
  zh: {
    title: '我的分舵',
    links: '我的推广码',
    statements: '我的对账单',
    cards: '礼品卡',
    level: '级别',
    parent: '上级',
    opened: '成立',
    people: '任职',
    helmsman: '舵手',
    deputy: '副舵手',
    until: '任期至',
    open: '未定期限',
    territory: '负责区域',
    below: '下级分舵',
    none: '没有下级分舵',
    vacant: '空缺',
    owed: (count: number) => `${count} 项未确认`,
    fine: '都已确认',
    more: '还有更多，请在电脑上查看。',
    late: '下级逾期未确认',
    since: '应于',
  },
  en: {
    title: 'My chapter',
    links: 'My links',
    statements: 'My statements',
    cards: 'Gift cards',
    level: 'Level',
    parent: 'Below',
    opened: 'Opened',
    people: 'In office',
    helmsman: 'Helmsman',
    deputy: 'Deputy',
    until: 'until',
    open: 'no end set',
    territory: 'Territory',
    below: 'Chapters below',
    none: 'No chapters below',
    vacant: 'Vacant',
    owed: (count: number) => `${count} to acknowledge`,
    fine: 'All acknowledged',
    more: 'There are more: see them on a computer.',
    late: 'Late below',
    since: 'due',
  },
})

type Chapter = NonNullable<MyChapterQuery['chapter']>

/** The chapter: who serves, where, and how those below stand. */
export function ChapterPage() {
  const t = useMessages(messages)
  const { chapter } = useHelmsman()
  const id = chapter?.id ?? ''
  const found = useQuery({
    ...offlineQuery,
    queryKey: ['chapter', id],
    queryFn: ({ signal }) => execute(MyChapterDocument, { chapter: id }, { signal }),
    enabled: id !== '',
  })
  return (
    <Page title={found.data?.chapter?.name ?? t.title} eyebrow={t.title}>
      <QueryView query={found}>{data => (data.chapter ? <Shown chapter={data.chapter} /> : null)}</QueryView>
    </Page>
  )
}

function Shown({ chapter }: { chapter: Chapter }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const may = useMemberRights(chapter.id)
  return (
    <>
      <KeyValue
        items={[
          { label: t.level, value: levelName(language, chapter.level) },
          { label: t.parent, value: chapter.parent?.name ?? '—' },
          { label: t.opened, value: <Time at={chapter.openedOn} style="date" /> },
          { label: t.territory, value: chapter.territory.map(division => division.name).join('、') || '—' },
        ]}
      />
      {may ? (
        <div className="my-chapter-links">
          {may('REFERRAL_READ') ? (
            <ButtonLink to="/links" icon="send">
              {t.links}
            </ButtonLink>
          ) : null}
          {may('STATEMENT_READ') ? (
            <ButtonLink to="/statements" icon="document">
              {t.statements}
            </ButtonLink>
          ) : null}
          {may('CARD_READ') ? (
            <ButtonLink to="/cards" icon="document">
              {t.cards}
            </ButtonLink>
          ) : null}
        </div>
      ) : null}
      <Section title={t.people}>
        <ul className="my-chapter-list">
          {chapter.terms.map(term => (
            <li key={term.id}>
              <span>
                {term.holder?.name ?? chapter.leader?.name ?? '—'} ·{' '}
                {term.office === 'HELMSMAN' ? t.helmsman : t.deputy}
              </span>
              <span>
                {term.endsAt ? (
                  <>
                    {t.until} <Time at={term.endsAt} style="date" />
                  </>
                ) : (
                  t.open
                )}
              </span>
            </li>
          ))}
        </ul>
      </Section>
      {chapter.escalations.length > 0 ? (
        <Section title={t.late}>
          <ul className="my-chapter-list">
            {chapter.escalations.map(late => (
              <li key={`${late.chapter.id} ${late.version.id}`}>
                <span>
                  {late.chapter.name} · {late.version.policy.title}
                </span>
                <span>
                  {t.since} <Time at={late.dueAt} style="full" />
                </span>
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
      <Section title={t.below}>
        {chapter.children.nodes.length === 0 ? <p>{t.none}</p> : null}
        <ul className="my-chapter-list">
          {chapter.children.nodes.map(child => (
            <li key={child.id}>
              <span>
                {child.name}
                {child.leader ? ` · ${child.leader.name}` : ''}
              </span>
              {child.vacant ? (
                <Badge tone="warn">{t.vacant}</Badge>
              ) : (
                <Badge tone={child.pending?.owed ? 'info' : 'good'}>
                  {child.pending?.owed ? t.owed(child.pending.owed) : t.fine}
                </Badge>
              )}
            </li>
          ))}
        </ul>
        {chapter.children.pageInfo.hasNextPage ? <p>{t.more}</p> : null}
      </Section>
    </>
  )
}
