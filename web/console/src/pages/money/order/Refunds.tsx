import { defineMessages, useLanguage, useMessages } from '@shared/i18n'
import { Fen, RefundBadge, refundRuleName } from '@shared/money'
import { DataTable, Empty, KeyValue, Time } from '@shared/ui'
import type { OrderFacts } from '../queries'
import { PayBy } from '../refunds/PayBy'
import { RefundActions } from '../refunds/RefundActions'

const messages = defineMessages({
  zh: {
    caption: '退款',
    none: '没有退款',
    quote: '今天申请可退',
    amount: '金额',
    rule: '规则',
    days: '未使用天数',
    of: (unused: number, total: number) => `${unused} / ${total}`,
    state: '状态',
    payBy: '最迟退款',
    asked: '申请人',
    decided: '审批人',
    reason: '原因与说明',
    action: '操作',
  },
  en: {
    caption: 'Refunds',
    none: 'No refund',
    quote: 'Asked for today, this goes back',
    amount: 'Amount',
    rule: 'Rule',
    days: 'Days not begun',
    of: (unused: number, total: number) => `${unused} of ${total}`,
    state: 'State',
    payBy: 'To be paid by',
    asked: 'Asked for by',
    decided: 'Decided by',
    reason: 'Reason and note',
    action: 'Action',
  },
})

/** What goes back of an order if it is asked for today, and what was asked for. */
export function Refunds({ order }: { order: OrderFacts }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const { refundQuote: quote, refunds } = order
  return (
    <>
      {quote ? (
        <KeyValue
          items={[
            {
              label: t.quote,
              value: (
                <>
                  <Fen of={quote.amount} />{' '}
                  <span className="soft">{refundRuleName(language, quote.rule)}</span>
                </>
              ),
            },
          ]}
        />
      ) : null}
      <DataTable
        caption={t.caption}
        rows={refunds}
        rowKey={refund => refund.id}
        empty={<Empty title={t.none} />}
        columns={[
          { key: 'rule', title: t.rule, render: refund => refundRuleName(language, refund.rule) },
          { key: 'amount', title: t.amount, align: 'end', render: refund => <Fen of={refund.amount} /> },
          {
            key: 'days',
            title: t.days,
            align: 'end',
            render: refund => t.of(refund.unusedDays, refund.totalDays),
          },
          { key: 'state', title: t.state, render: refund => <RefundBadge state={refund.state} /> },
          {
            key: 'payBy',
            title: t.payBy,
            render: refund => <PayBy refund={refund} />,
          },
          // Both names stand side by side: that they differ is what four eyes means.
          {
            key: 'asked',
            title: t.asked,
            render: refund => (
              <>
                {refund.requestedBy?.name} <Time at={refund.requestedAt} />
              </>
            ),
          },
          {
            key: 'decided',
            title: t.decided,
            render: refund =>
              refund.decidedAt ? (
                <>
                  {refund.decidedBy?.name} <Time at={refund.decidedAt} />
                </>
              ) : (
                '—'
              ),
          },
          {
            key: 'reason',
            title: t.reason,
            render: refund => [refund.reason, refund.decisionNote].filter(Boolean).join(' / ') || '—',
          },
          { key: 'action', title: t.action, render: refund => <RefundActions refund={refund} /> },
        ]}
      />
    </>
  )
}
