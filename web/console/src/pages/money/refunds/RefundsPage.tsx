import { defineMessages, useLanguage, useMessages } from '@shared/i18n'
import { Fen, RefundBadge, refundRuleName } from '@shared/money'
import { DataTable, Empty, Page, QueryView, Section, Time } from '@shared/ui'
import type { RefundFactsFragment } from '../../../gql/graphql'
import { MemberLink } from '../MemberLink'
import { MoneyNav } from '../MoneyNav'
import { OrderLink } from '../OrderLink'
import { useRefundsWaiting } from '../queries'
import { PayBy } from './PayBy'
import { RefundActions } from './RefundActions'

const messages = defineMessages({
  zh: {
    title: '退款',
    waiting: '等待处理的退款',
    hint: '按最迟退款日排列，快到期的在前。申请人与审批人须是不同的人。',
    none: '没有等待处理的退款',
    payBy: '最迟退款',
    order: '订单',
    member: '会员',
    home: '归属分舵',
    amount: '金额',
    rule: '规则',
    state: '状态',
    asked: '申请',
    action: '操作',
  },
  en: {
    title: 'Refunds',
    waiting: 'Refunds that wait',
    hint: 'Those due first at the head. Who asks for one does not decide it.',
    none: 'No refund waits',
    payBy: 'To be paid by',
    order: 'Order',
    member: 'Member',
    home: 'Home',
    amount: 'Amount',
    rule: 'Rule',
    state: 'State',
    asked: 'Asked for',
    action: 'Action',
  },
})

/** Refunds that wait to be decided or paid, those due first at the head. */
export default function RefundsPage() {
  const t = useMessages(messages)
  const refunds = useRefundsWaiting()
  return (
    <Page title={t.title}>
      <MoneyNav />
      <Section title={t.waiting}>
        <p className="soft">{t.hint}</p>
        <QueryView query={refunds} rows={5}>
          {rows => <WaitingTable refunds={rows} />}
        </QueryView>
      </Section>
    </Page>
  )
}

function WaitingTable({ refunds }: { refunds: readonly RefundFactsFragment[] }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  return (
    <DataTable
      caption={t.waiting}
      rows={refunds}
      rowKey={refund => refund.id}
      empty={<Empty icon="check-circle" title={t.none} />}
      columns={[
        {
          key: 'order',
          title: t.order,
          render: ({ order }) => <OrderLink order={order} />,
        },
        {
          key: 'payBy',
          title: t.payBy,
          render: refund => <PayBy refund={refund} />,
        },
        {
          key: 'member',
          title: t.member,
          render: ({ order: { member } }) => <MemberLink member={member} />,
        },
        { key: 'home', title: t.home, render: ({ order }) => order.home?.name ?? '—' },
        { key: 'amount', title: t.amount, align: 'end', render: refund => <Fen of={refund.amount} /> },
        { key: 'rule', title: t.rule, render: refund => refundRuleName(language, refund.rule) },
        { key: 'state', title: t.state, render: refund => <RefundBadge state={refund.state} /> },
        {
          key: 'asked',
          title: t.asked,
          render: refund => (
            <>
              <Time at={refund.requestedAt} /> {refund.requestedBy?.name}
            </>
          ),
        },
        { key: 'action', title: t.action, render: refund => <RefundActions refund={refund} /> },
      ]}
    />
  )
}
