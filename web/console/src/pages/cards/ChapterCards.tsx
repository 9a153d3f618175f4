import { execute } from '@shared/api'
import { defineMessages, numberText, tierName, useLanguage, useMessages } from '@shared/i18n'
import { Day } from '@shared/members'
import { cardKindName } from '@shared/money'
import { Badge, Button, DataTable, Empty, Pager, QueryView, Section, Time } from '@shared/ui'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type CardBatchRowFragment, ChapterCardsDocument } from '../../gql/graphql'
import { usePaging } from '../chapters/chapter/paging'
import { IssueDialog } from './IssueDialog'
import { VoidDialog } from './VoidDialog'

const PAGE = 20

const messages = defineMessages({
  zh: {
    title: '卡',
    issue: '制发一批卡',
    batch: '批次',
    kind: '类型',
    tier: '等级',
    days: '天数',
    size: '张数',
    open: '未用',
    redeemed: '已兑换',
    void: '已作废',
    expires: '失效日',
    issued: '制发',
    action: '操作',
    voidIt: '作废剩余',
    voided: '已整批作废',
    none: '还没有制发过卡',
  },
  en: {
    title: 'Cards',
    issue: 'Issue cards',
    batch: 'Batch',
    kind: 'Kind',
    tier: 'Tier',
    days: 'Days',
    size: 'Cards',
    open: 'Open',
    redeemed: 'Redeemed',
    void: 'Void',
    expires: 'Expires',
    issued: 'Issued',
    action: 'Action',
    voidIt: 'Void what is left',
    voided: 'What was left is void',
    none: 'No cards were issued yet',
  },
})

interface ChapterCardsProps {
  chapter: { id: string; name: string; status: string; viewerCan: readonly string[] }
}

/** The batches of cards that a chapter issued, and what became of them. */
export function ChapterCards({ chapter }: ChapterCardsProps) {
  const t = useMessages(messages)
  const { page, pager } = usePaging(PAGE)
  const [issuing, setIssuing] = useState(false)
  const [voiding, setVoiding] = useState<CardBatchRowFragment | null>(null)
  const batches = useQuery({
    queryKey: ['chapter', chapter.id, 'cards', page],
    queryFn: async ({ signal }) =>
      (await execute(ChapterCardsDocument, { issuer: chapter.id, ...page }, { signal })).cardBatches,
    placeholderData: keepPreviousData,
  })
  const mayIssue = chapter.status === 'OPEN' && chapter.viewerCan.includes('CARD_ISSUE')
  return (
    <Section
      title={t.title}
      actions={
        mayIssue ? (
          <Button size="s" icon="plus" onClick={() => setIssuing(true)}>
            {t.issue}
          </Button>
        ) : null
      }
    >
      <QueryView query={batches} rows={4}>
        {({ nodes, pageInfo }) => (
          <>
            <BatchTable batches={nodes} onVoid={setVoiding} />
            <Pager {...pager(pageInfo)} />
          </>
        )}
      </QueryView>
      {issuing ? <IssueDialog chapter={chapter} onClose={() => setIssuing(false)} /> : null}
      {voiding ? <VoidDialog batch={voiding} onClose={() => setVoiding(null)} /> : null}
    </Section>
  )
}

interface BatchTableProps {
  batches: readonly CardBatchRowFragment[]
  onVoid: (batch: CardBatchRowFragment) => void
}

function BatchTable({ batches, onVoid }: BatchTableProps) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const number = (value: number) => numberText(value, language)
  return (
    <DataTable
      caption={t.title}
      rows={batches}
      rowKey={batch => batch.id}
      empty={<Empty title={t.none} />}
      columns={[
        { key: 'batch', title: t.batch, render: batch => batch.title },
        { key: 'kind', title: t.kind, render: batch => cardKindName(language, batch.kind) },
        { key: 'tier', title: t.tier, render: batch => tierName(language, batch.tierCode) },
        { key: 'days', title: t.days, align: 'end', render: batch => number(batch.days) },
        { key: 'size', title: t.size, align: 'end', render: batch => number(batch.size) },
        { key: 'open', title: t.open, align: 'end', render: batch => number(batch.open) },
        { key: 'redeemed', title: t.redeemed, align: 'end', render: batch => number(batch.redeemed) },
        { key: 'void', title: t.void, align: 'end', render: batch => number(batch.void) },
        { key: 'expires', title: t.expires, render: batch => <Day on={batch.expiresOn} /> },
        {
          key: 'issued',
          title: t.issued,
          render: batch => (
            <>
              <Time at={batch.createdAt} style="date" /> {batch.createdBy?.name}
            </>
          ),
        },
        {
          key: 'action',
          title: t.action,
          render: batch =>
            batch.voidedAt !== null ? (
              <Badge tone="neutral">{t.voided}</Badge>
            ) : batch.viewerCanVoid && batch.open > 0 ? (
              <Button
                size="s"
                icon="trash"
                aria-label={`${t.voidIt} ${batch.title}`}
                onClick={() => onVoid(batch)}
              >
                {t.voidIt}
              </Button>
            ) : (
              '—'
            ),
        },
      ]}
    />
  )
}
