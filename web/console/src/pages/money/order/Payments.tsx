import { defineMessages, useLanguage, useMessages } from '@shared/i18n'
import { Fen, noticeVerdictName, PaymentBadge, paymentMethodName } from '@shared/money'
import { DataTable, Empty, QueryView, Section, Time } from '@shared/ui'
import { type OrderFacts, useNotices } from '../queries'

const messages = defineMessages({
  zh: {
    caption: '收款',
    none: '还没有收款',
    method: '方式',
    amount: '金额',
    state: '状态',
    at: '时间',
    reference: '凭证号',
    by: '登记人',
    note: '备注',
    notices: '支付渠道通知',
    noNotices: '支付渠道没有发来通知',
    number: '通知号',
    verdict: '处理结果',
  },
  en: {
    caption: 'Payments',
    none: 'No payment yet',
    method: 'How',
    amount: 'Amount',
    state: 'State',
    at: 'When',
    reference: 'Reference',
    by: 'Recorded by',
    note: 'Note',
    notices: 'What the provider told',
    noNotices: 'The provider has told nothing',
    number: 'Number',
    verdict: 'Came to',
  },
})

/** The payments of an order, and what a provider told of them. */
export function Payments({ order, mayReadNotices }: { order: OrderFacts; mayReadNotices: boolean }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  return (
    <>
      <DataTable
        caption={t.caption}
        rows={order.payments}
        rowKey={payment => payment.id}
        empty={<Empty title={t.none} />}
        columns={[
          {
            key: 'method',
            title: t.method,
            render: payment =>
              payment.method === 'PROVIDER'
                ? `${paymentMethodName(language, payment.method)} · ${payment.provider}`
                : paymentMethodName(language, payment.method),
          },
          { key: 'amount', title: t.amount, align: 'end', render: payment => <Fen of={payment.amount} /> },
          { key: 'state', title: t.state, render: payment => <PaymentBadge state={payment.state} /> },
          {
            key: 'at',
            title: t.at,
            render: payment => <Time at={payment.receivedAt ?? payment.createdAt} />,
          },
          {
            key: 'reference',
            title: t.reference,
            render: payment => <code className="money-id">{payment.reference}</code>,
          },
          { key: 'by', title: t.by, render: payment => payment.recordedBy?.name ?? '—' },
          { key: 'note', title: t.note, render: payment => payment.note ?? '—' },
        ]}
      />
      {mayReadNotices && order.payments.some(payment => payment.method === 'PROVIDER') ? (
        <Section title={t.notices} level={3}>
          <Notices id={order.id} />
        </Section>
      ) : null}
    </>
  )
}

function Notices({ id }: { id: string }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const notices = useNotices(id)
  return (
    <QueryView query={notices} rows={2}>
      {rows => (
        <DataTable
          caption={t.notices}
          rows={rows}
          rowKey={notice => notice.number}
          empty={<Empty title={t.noNotices} />}
          columns={[
            {
              key: 'number',
              title: t.number,
              render: notice => <code className="money-id">{notice.number}</code>,
            },
            { key: 'amount', title: t.amount, align: 'end', render: notice => <Fen of={notice.amount} /> },
            {
              key: 'verdict',
              title: t.verdict,
              render: notice => noticeVerdictName(language, notice.verdict),
            },
            { key: 'at', title: t.at, render: notice => <Time at={notice.receivedAt} /> },
          ]}
        />
      )}
    </QueryView>
  )
}
