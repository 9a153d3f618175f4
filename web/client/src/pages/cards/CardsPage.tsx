import { execute } from '@shared/api'
import { defineMessages, numberText, permissionName, tierName, useLanguage, useMessages } from '@shared/i18n'
import { Day } from '@shared/members'
import { cardKindName } from '@shared/money'
import { Badge, Button, Card, Empty, NoRight, Page, QueryView, StackBar } from '@shared/ui'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { MyCardsDocument, type MyCardsQuery } from '../../gql/cards/graphql'
import { currentQuery, useContact } from '../../offline'
import { More } from '../../shell/More'
import { useHelmsman } from '../../shell/useHelmsman'
import { useMemberRights } from '../members/queries'
import { IssueCards } from './IssueCards'
import './Cards.css'

const messages = defineMessages({
  zh: {
    title: '礼品卡',
    back: '分舵',
    issue: '制发礼品卡',
    noIssue: '需要礼品卡时，请向总部财务申请制发。',
    offline: '制发须联网进行。',
    none: '本分舵还没有制发过卡',
    days: (days: number) => `${days} 天`,
    expires: '失效日',
    size: (count: string) => `共 ${count} 张`,
    open: '未兑换',
    redeemed: '已兑换',
    void: '已作废',
    bar: (title: string) => `${title}的兑换情况`,
  },
  en: {
    title: 'Gift cards',
    back: 'Chapter',
    issue: 'Issue gift cards',
    noIssue: 'Ask headquarters’ finance where you need gift cards.',
    offline: 'To issue cards needs a network.',
    none: 'This chapter has issued no cards',
    days: (days: number) => `${days} days`,
    expires: 'Expires on',
    size: (count: string) => `${count} in all`,
    open: 'Not redeemed',
    redeemed: 'Redeemed',
    void: 'Void',
    bar: (title: string) => `How ${title} was redeemed`,
  },
})

type Batch = MyCardsQuery['cardBatches']['nodes'][number]

/** The cards that the chapter has issued: how many are redeemed, and, for who may, the way to more. */
export function CardsPage() {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const { chapter } = useHelmsman()
  const { online } = useContact()
  const may = useMemberRights(chapter?.id ?? '')
  const [issuing, setIssuing] = useState(false)
  const mayIssue = may?.('CARD_ISSUE') ?? false
  return (
    <Page
      title={t.title}
      eyebrow={chapter?.name}
      back={{ to: '/chapter', label: t.back }}
      actions={
        mayIssue ? (
          <Button variant="primary" icon="plus" disabled={!online} onClick={() => setIssuing(true)}>
            {t.issue}
          </Button>
        ) : null
      }
    >
      {may && !may('CARD_READ') ? (
        <NoRight what={permissionName(language, 'CARD_READ')} />
      ) : (
        <>
          {may && !mayIssue ? <p className="soft">{t.noIssue}</p> : null}
          {mayIssue && !online ? <p className="soft">{t.offline}</p> : null}
          <Batches chapter={chapter?.id ?? ''} />
        </>
      )}
      {issuing && chapter ? <IssueCards chapter={chapter.id} onClose={() => setIssuing(false)} /> : null}
    </Page>
  )
}

function Batches({ chapter }: { chapter: string }) {
  const t = useMessages(messages)
  const batches = useInfiniteQuery({
    ...currentQuery,
    queryKey: ['cards', chapter],
    queryFn: async ({ signal, pageParam }) =>
      (await execute(MyCardsDocument, { chapter, after: pageParam }, { signal })).cardBatches,
    initialPageParam: null as string | null,
    getNextPageParam: ({ pageInfo }) => (pageInfo.hasNextPage ? pageInfo.endCursor : undefined),
    enabled: chapter !== '',
  })
  return (
    <QueryView query={batches} rows={4}>
      {({ pages }) => {
        const shown = pages.flatMap(page => page.nodes)
        if (shown.length === 0) return <Empty title={t.none} />
        return (
          <>
            <ul className="list">
              {shown.map(batch => (
                <Card key={batch.id} as="li">
                  <OneBatch batch={batch} />
                </Card>
              ))}
            </ul>
            <More of={batches} />
          </>
        )
      }}
    </QueryView>
  )
}

function OneBatch({ batch }: { batch: Batch }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  return (
    <div className="cards-batch">
      <p className="cards-line">
        <strong>{batch.title}</strong>
        {batch.voidedAt ? (
          <Badge tone="neutral">{t.void}</Badge>
        ) : (
          <span className="soft">{t.size(numberText(batch.size, language))}</span>
        )}
      </p>
      <p className="cards-line soft">
        <span>
          {cardKindName(language, batch.kind)} · {tierName(language, batch.tierCode)} · {t.days(batch.days)}
        </span>
        <span>
          {t.expires} <Day on={batch.expiresOn} />
        </span>
      </p>
      <StackBar
        label={t.bar(batch.title)}
        legend
        parts={[
          { key: 'redeemed', label: t.redeemed, value: batch.redeemed, tone: 'good' },
          { key: 'open', label: t.open, value: batch.open, tone: 'info' },
          { key: 'void', label: t.void, value: batch.void, tone: 'neutral' },
        ]}
      />
    </div>
  )
}
