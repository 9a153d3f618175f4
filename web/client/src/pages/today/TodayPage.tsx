import { execute } from '@shared/api'
import { defineMessages, levelName, useLanguage, useMessages } from '@shared/i18n'
import { Badge, ButtonLink, Card, Empty, Page, QueryView, Section } from '@shared/ui'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { TodayDocument, type TodayQuery } from '../../gql/graphql'
import { offlineQuery, useOutbox } from '../../offline'
import { useHelmsman } from '../../shell/useHelmsman'
import { DeliveryList } from '../policies/DeliveryList'
import { isOpen } from '../policies/order'
import './TodayPage.css'

const messages = defineMessages({
  zh: {
    title: '今天',
    hello: (name: string) => `${name}，您好`,
    unread: '未读',
    owed: '待确认收悉',
    waiting: '待发送',
    needs: '总部需要您处理',
    done: '都处理完了',
    doneText: '新的政策到达时会出现在这里。',
    all: '全部政策',
    more: (count: number) => `还有 ${count} 项，请看全部政策`,
    glance: '我的分舵',
    below: (children: number, all: number) => `直属 ${children} 个，共 ${all} 个下级分舵`,
    none: '没有下级分舵',
    vacant: (count: number) => `其中 ${count} 个空缺`,
    under: (name: string) => `上级：${name}`,
    care: '由我代管',
    careText: '这些分舵目前没有舵手，由您照看。',
  },
  en: {
    title: 'Today',
    hello: (name: string) => `Hello ${name}`,
    unread: 'Unread',
    owed: 'To acknowledge',
    waiting: 'To be sent',
    needs: 'What HQ needs from you',
    done: 'All done',
    doneText: 'A new policy will show up here.',
    all: 'All policies',
    more: (count: number) => `${count} more in all policies`,
    glance: 'My chapter',
    below: (children: number, all: number) => `${children} directly below, ${all} in all`,
    none: 'No chapters below',
    vacant: (count: number) => `${count} of them vacant`,
    under: (name: string) => `Below ${name}`,
    care: 'In my care',
    careText: 'Nobody leads these chapters now; you look after them.',
  },
})

type MyChapter = NonNullable<TodayQuery['chapter']>

/** What headquarters needs first, then the chapter at a glance. */
export function TodayPage() {
  const t = useMessages(messages)
  const { account, chapter } = useHelmsman()
  const id = chapter?.id ?? ''
  const today = useQuery({
    ...offlineQuery,
    queryKey: ['today', id],
    queryFn: ({ signal }) => execute(TodayDocument, { chapter: id }, { signal }),
    enabled: id !== '',
  })
  return (
    <Page title={t.title} eyebrow={account ? t.hello(account.name) : undefined}>
      <QueryView query={today}>{data => (data.chapter ? <Shown chapter={data.chapter} /> : null)}</QueryView>
    </Page>
  )
}

function Shown({ chapter }: { chapter: MyChapter }) {
  const t = useMessages(messages)
  const { waiting } = useOutbox()
  const open = chapter.inbox.nodes.filter(isOpen)
  const owed = chapter.pending?.owed ?? 0
  return (
    <>
      <dl className="today-counts">
        <Count label={t.unread} value={chapter.pending?.unread ?? 0} />
        <Count label={t.owed} value={owed} />
        {waiting.length > 0 ? <Count label={t.waiting} value={waiting.length} /> : null}
      </dl>
      <Section title={t.needs}>
        {open.length === 0 ? (
          <Empty title={t.done} action={<ButtonLink to="/policies">{t.all}</ButtonLink>}>
            {t.doneText}
          </Empty>
        ) : (
          <DeliveryList chapter={chapter.id} deliveries={open} />
        )}
        {open.length > 0 && owed > open.length ? (
          <Link to="/policies">{t.more(owed - open.length)}</Link>
        ) : null}
      </Section>
      <Glance chapter={chapter} />
      {chapter.caretakes.length > 0 ? <Care chapters={chapter.caretakes} /> : null}
    </>
  )
}

function Count({ label, value }: { label: string; value: number }) {
  return (
    <div className={value > 0 ? 'today-count today-count-open' : 'today-count'}>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  )
}

function Glance({ chapter }: { chapter: MyChapter }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const { children, descendants, vacant } = chapter.counts
  return (
    <Section title={t.glance}>
      <Card>
        <p className="today-name">
          <strong>{chapter.name}</strong> <Badge tone="neutral">{levelName(language, chapter.level)}</Badge>
        </p>
        {chapter.parent ? <p>{t.under(chapter.parent.name)}</p> : null}
        <p>
          {descendants === 0 ? t.none : t.below(children, descendants)}
          {vacant > 0 ? `，${t.vacant(vacant)}` : ''}
        </p>
      </Card>
    </Section>
  )
}

function Care({ chapters }: { chapters: MyChapter['caretakes'] }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  return (
    <Section title={t.care}>
      <p>{t.careText}</p>
      <ul className="today-care">
        {chapters.map(chapter => (
          <li key={chapter.id}>
            {chapter.name} <Badge tone="neutral">{levelName(language, chapter.level)}</Badge>
          </li>
        ))}
      </ul>
    </Section>
  )
}
