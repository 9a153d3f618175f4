import { defineMessages, tierName, useLanguage, useMessages } from '@shared/i18n'
import { Day } from '@shared/members'
import { Fen, OrderBadge, orderKindName, PaymentBadge, paymentMethodName } from '@shared/money'
import { KeyValue, Page, QueryView, Section, Time } from '@shared/ui'
import { useParams } from 'react-router'
import { useContact } from '../../offline'
import { NeedsNetwork } from '../../shell/NeedsNetwork'
import { Invoices } from './Invoices'
import { PayOrder } from './PayOrder'
import { type MyOrder, useMyOrder } from './queries'
import { Refunds } from './Refunds'

const messages = defineMessages({
  zh: {
    title: '订单',
    back: '我的订单',
    toPay: '应付',
    state: '状态',
    kind: '类型',
    days: (days: number) => `${days} 天`,
    listPrice: '原价',
    credit: '升级抵扣',
    refunded: '已退',
    contract: '协议版本',
    opened: '下单',
    paid: '支付',
    expires: '支付截止',
    fullRefund: '全额退款至',
    payments: '支付记录',
    money: '支付、退款、开票等操作须联网进行。',
  },
  en: {
    title: 'Order',
    back: 'My orders',
    toPay: 'To pay',
    state: 'State',
    kind: 'Kind',
    days: (days: number) => `${days} days`,
    listPrice: 'Price',
    credit: 'Taken off',
    refunded: 'Gone back',
    contract: 'Contract',
    opened: 'Opened',
    paid: 'Paid',
    expires: 'To be paid by',
    fullRefund: 'All of it back until',
    payments: 'Payments',
    money: 'To pay, to be refunded and to ask for an invoice needs a network.',
  },
})

/** One's own order: what it comes to, its payment, and the way back. */
export function MyOrderPage() {
  const { id = '' } = useParams()
  const t = useMessages(messages)
  const { language } = useLanguage()
  const order = useMyOrder(id)
  const { online } = useContact()
  const title = order.data
    ? `${tierName(language, order.data.tierCode)} · ${t.days(order.data.days)}`
    : t.title
  return (
    <Page title={title} eyebrow={t.title} back={{ to: '/mine/orders', label: t.back }}>
      <QueryView query={order} rows={6}>
        {order => (
          <>
            <Facts order={order} />
            {online ? <PayOrder order={order} /> : <NeedsNetwork what="money" />}
            {order.payments.length > 0 ? (
              <Section title={t.payments}>
                <Payments payments={order.payments} />
              </Section>
            ) : null}
            {order.paidAt ? <Refunds order={order} online={online} /> : null}
            {order.paidAt ? <Invoices order={order} online={online} /> : null}
          </>
        )}
      </QueryView>
    </Page>
  )
}

function Facts({ order }: { order: MyOrder }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const hasCredit = order.credit !== '0'
  return (
    <>
      <p className="list-line">
        <span className="mine-price">
          <Fen of={order.price} />
        </span>
        <OrderBadge state={order.state} />
      </p>
      <KeyValue
        items={[
          { label: t.kind, value: orderKindName(language, order.kind) },
          ...(hasCredit
            ? [
                { label: t.listPrice, value: <Fen of={order.listPrice} /> },
                { label: t.credit, value: <Fen of={order.credit} /> },
              ]
            : []),
          ...(order.refunded === '0' ? [] : [{ label: t.refunded, value: <Fen of={order.refunded} /> }]),
          { label: t.opened, value: <Time at={order.openedAt} style="full" /> },
          ...(order.state === 'OPEN'
            ? [{ label: t.expires, value: <Time at={order.expiresAt} style="full" /> }]
            : []),
          ...(order.paidAt ? [{ label: t.paid, value: <Time at={order.paidAt} style="full" /> }] : []),
          ...(order.fullRefundUntil && order.state === 'PAID'
            ? [{ label: t.fullRefund, value: <Day on={order.fullRefundUntil} /> }]
            : []),
          { label: t.contract, value: order.contractVersion },
        ]}
      />
    </>
  )
}

function Payments({ payments }: { payments: MyOrder['payments'] }) {
  const { language } = useLanguage()
  return (
    <ul className="list">
      {payments.map(payment => (
        <li key={payment.id} className="list-row">
          <span>
            {paymentMethodName(language, payment.method)} · <Fen of={payment.amount} />
          </span>
          <PaymentBadge state={payment.state} />
        </li>
      ))}
    </ul>
  )
}
