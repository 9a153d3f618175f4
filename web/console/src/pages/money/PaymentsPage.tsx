import { defineMessages, useMessages } from '@shared/i18n'
import { Fen, PaymentBadge } from '@shared/money'
import { DataTable, Empty, Page, QueryView, Section, Time } from '@shared/ui'
import { MoneyNav } from './MoneyNav'
import { OrderLink } from './OrderLink'
import { useOddPayments } from './queries'
import { ReturnPayment } from './statements/ReturnPayment'
import './money.css'

const messages = defineMessages({
  zh: {
    title: '异常收款',
    mismatched: '金额与订单不符的收款',
    hint: '支付渠道通知的金额与订单不一致。请与支付渠道核对。',
    none: '没有金额不符的收款',
    order: '订单',
    due: '订单金额',
    provider: '支付渠道',
    reference: '支付单号',
    state: '状态',
    at: '时间',
    home: '归属分舵',
    received: '实收',
    action: '操作',
  },
  en: {
    title: 'Odd payments',
    mismatched: 'Payments that name another amount than their order',
    hint: 'What the provider told is not what was to be paid. Look into it with the provider.',
    none: 'No payment names another amount',
    order: 'Order',
    due: 'To be paid',
    provider: 'Provider',
    reference: 'Number',
    state: 'State',
    at: 'When',
    home: 'Home',
    received: 'Received',
    action: 'Action',
  },
})

/** Payments that name another amount than their order, for finance to look into. */
export default function PaymentsPage() {
  const t = useMessages(messages)
  const payments = useOddPayments()
  return (
    <Page title={t.title}>
      <MoneyNav />
      <Section title={t.mismatched}>
        <p className="soft">{t.hint}</p>
        <QueryView query={payments} rows={4}>
          {rows => (
            <DataTable
              caption={t.mismatched}
              rows={rows}
              rowKey={payment => payment.id}
              empty={<Empty icon="check-circle" title={t.none} />}
              columns={[
                {
                  key: 'order',
                  title: t.order,
                  render: ({ order }) => <OrderLink order={order} />,
                },
                { key: 'due', title: t.due, align: 'end', render: ({ order }) => <Fen of={order.price} /> },
                {
                  key: 'received',
                  title: t.received,
                  align: 'end',
                  render: payment => <Fen of={payment.received} />,
                },
                { key: 'provider', title: t.provider, render: payment => payment.provider },
                {
                  key: 'reference',
                  title: t.reference,
                  render: payment => <code className="money-id">{payment.reference}</code>,
                },
                { key: 'state', title: t.state, render: payment => <PaymentBadge state={payment.state} /> },
                { key: 'at', title: t.at, render: payment => <Time at={payment.createdAt} /> },
                { key: 'home', title: t.home, render: ({ order }) => order.home?.name ?? '—' },
                {
                  key: 'action',
                  title: t.action,
                  render: payment => <ReturnPayment payment={payment} />,
                },
              ]}
            />
          )}
        </QueryView>
      </Section>
    </Page>
  )
}
