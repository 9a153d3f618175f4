import { defineMessages, tierName, useLanguage, useMessages } from '@shared/i18n'
import { Fen, OrderBadge, orderKindName } from '@shared/money'
import { DataTable, Time } from '@shared/ui'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { OrderRowFragment } from '../../gql/graphql'
import { MemberLink } from './MemberLink'

const messages = defineMessages({
  zh: {
    order: '订单',
    opened: '下单',
    kind: '类型',
    member: '会员',
    price: '应付',
    refunded: '已退',
    state: '状态',
    paid: '支付',
  },
  en: {
    order: 'Order',
    opened: 'Opened',
    kind: 'Kind',
    member: 'Member',
    price: 'To pay',
    refunded: 'Gone back',
    state: 'State',
    paid: 'Paid',
  },
})

interface OrderTableProps {
  caption: string
  orders: readonly OrderRowFragment[]
  empty: ReactNode
  /** Whether they are of different members. */
  members?: boolean
}

/** Orders, each with a way to its page. */
export function OrderTable({ caption, orders, empty, members = false }: OrderTableProps) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  return (
    <DataTable
      caption={caption}
      rows={orders}
      rowKey={order => order.id}
      empty={empty}
      columns={[
        {
          key: 'order',
          title: t.order,
          render: order => (
            <Link to={`/money/orders/${order.id}`}>
              {tierName(language, order.tierCode)} · {orderKindName(language, order.kind)}
            </Link>
          ),
        },
        { key: 'opened', title: t.opened, render: order => <Time at={order.openedAt} /> },
        ...(members
          ? [
              {
                key: 'member',
                title: t.member,
                render: ({ member }: OrderRowFragment) => <MemberLink member={member} />,
              },
            ]
          : []),
        { key: 'price', title: t.price, align: 'end' as const, render: order => <Fen of={order.price} /> },
        {
          key: 'refunded',
          title: t.refunded,
          align: 'end' as const,
          render: order => (order.refunded === '0' ? '—' : <Fen of={order.refunded} />),
        },
        { key: 'state', title: t.state, render: order => <OrderBadge state={order.state} /> },
        { key: 'paid', title: t.paid, render: order => (order.paidAt ? <Time at={order.paidAt} /> : '—') },
      ]}
    />
  )
}
