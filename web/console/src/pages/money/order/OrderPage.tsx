import { defineMessages, tierName, useLanguage, useMessages } from '@shared/i18n'
import { Day } from '@shared/members'
import { Fen, OrderBadge, orderKindName } from '@shared/money'
import { KeyValue, Page, QueryView, Section, Time } from '@shared/ui'
import { Link, useParams } from 'react-router'
import { MemberLink } from '../MemberLink'
import { type OrderFacts, useOrder } from '../queries'
import { Entries } from './Entries'
import { Invoices } from './Invoices'
import { OrderActions } from './OrderActions'
import { Payments } from './Payments'
import { Refunds } from './Refunds'
import { Shares } from './Shares'
import '../money.css'

const messages = defineMessages({
  zh: {
    title: '订单',
    back: '会员',
    about: '订单',
    id: '订单号',
    state: '状态',
    kind: '类型',
    tier: '会员等级',
    days: '天数',
    member: '会员',
    opened: '下单',
    expires: '支付期限',
    paid: '支付',
    contract: '合同版本',
    upgrades: '升级自订单',
    amounts: '金额',
    listPrice: '标价',
    credit: '旧会期抵扣',
    price: '应付',
    refunded: '已退',
    fullRefund: '全额退款至',
    home: '下单时归属分舵',
    territory: '分成归属',
    payments: '收款',
    refunds: '退款',
    shares: '分成',
    entries: '账本分录',
    invoices: '发票',
  },
  en: {
    title: 'Order',
    back: 'Member',
    about: 'Order',
    id: 'Number',
    state: 'State',
    kind: 'Kind',
    tier: 'Tier',
    days: 'Days',
    member: 'Member',
    opened: 'Opened',
    expires: 'To be paid by',
    paid: 'Paid',
    contract: 'Contract',
    upgrades: 'Upgrades the order',
    amounts: 'Amounts',
    listPrice: 'List price',
    credit: 'Credit of the old term',
    price: 'To pay',
    refunded: 'Gone back',
    fullRefund: 'Goes back in full until',
    home: 'Home when it was opened',
    territory: 'Who earns of it',
    payments: 'Payments',
    refunds: 'Refunds',
    shares: 'Split',
    entries: 'Ledger',
    invoices: 'Invoices',
  },
})

/** One order: what was bought, what was paid, who earns of it, and what has gone back. */
export default function OrderPage() {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const { id = '' } = useParams()
  const order = useOrder(id)
  const facts = order.data
  return (
    <Page
      title={
        facts ? `${tierName(language, facts.tierCode)} · ${orderKindName(language, facts.kind)}` : t.title
      }
      eyebrow={facts ? t.title : undefined}
      back={facts?.member ? { to: `/members/${facts.member.id}`, label: t.back } : undefined}
      actions={facts ? <OrderActions order={facts} /> : null}
    >
      <QueryView query={order} rows={8}>
        {facts => <Shown order={facts} />}
      </QueryView>
    </Page>
  )
}

function Shown({ order }: { order: OrderFacts }) {
  const t = useMessages(messages)
  const atHome = (right: 'ORDER_MANAGE' | 'LEDGER_READ' | 'PAYMENT_RECORD') =>
    order.home?.viewerCan.includes(right) ?? false
  const wasPaid = order.paidAt !== null
  return (
    <>
      <div className="columns">
        <Section title={t.about}>
          <About order={order} />
        </Section>
        <Section title={t.amounts}>
          <Amounts order={order} />
        </Section>
      </div>
      <Section title={t.payments}>
        <Payments order={order} mayReadNotices={atHome('PAYMENT_RECORD')} />
      </Section>
      {wasPaid ? (
        <Section title={t.refunds}>
          <Refunds order={order} />
        </Section>
      ) : null}
      {wasPaid && order.territory?.viewerCan.includes('STATEMENT_READ') ? (
        <Section title={t.shares}>
          <Shares order={order} />
        </Section>
      ) : null}
      {wasPaid && atHome('LEDGER_READ') ? (
        <Section title={t.entries}>
          <Entries id={order.id} />
        </Section>
      ) : null}
      {wasPaid && (order.isViewers || atHome('ORDER_MANAGE')) ? (
        <Section title={t.invoices}>
          <Invoices order={order} />
        </Section>
      ) : null}
    </>
  )
}

function About({ order }: { order: OrderFacts }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const { member, home, territory, upgrades } = order
  return (
    <KeyValue
      items={[
        { label: t.state, value: <OrderBadge state={order.state} /> },
        { label: t.id, value: <code className="money-id">{order.id}</code> },
        {
          label: t.member,
          value: <MemberLink member={member} />,
        },
        { label: t.tier, value: tierName(language, order.tierCode) },
        { label: t.kind, value: orderKindName(language, order.kind) },
        { label: t.days, value: order.days },
        { label: t.opened, value: <Time at={order.openedAt} /> },
        order.paidAt
          ? { label: t.paid, value: <Time at={order.paidAt} /> }
          : { label: t.expires, value: <Time at={order.expiresAt} /> },
        { label: t.contract, value: order.contractVersion },
        { label: t.home, value: home ? <Link to={`/chapters/${home.id}`}>{home.name}</Link> : '—' },
        {
          label: t.territory,
          value: territory ? <Link to={`/chapters/${territory.id}`}>{territory.name}</Link> : '—',
        },
        ...(upgrades
          ? [
              {
                label: t.upgrades,
                value: (
                  <Link to={`/money/orders/${upgrades}`} className="money-id">
                    {upgrades}
                  </Link>
                ),
              },
            ]
          : []),
      ]}
    />
  )
}

function Amounts({ order }: { order: OrderFacts }) {
  const t = useMessages(messages)
  return (
    <KeyValue
      items={[
        { label: t.listPrice, value: <Fen of={order.listPrice} /> },
        ...(order.credit === '0' ? [] : [{ label: t.credit, value: <Fen of={order.credit} /> }]),
        { label: t.price, value: <Fen of={order.price} /> },
        { label: t.refunded, value: <Fen of={order.refunded} /> },
        ...(order.fullRefundUntil
          ? [{ label: t.fullRefund, value: <Day on={order.fullRefundUntil} /> }]
          : []),
      ]}
    />
  )
}
