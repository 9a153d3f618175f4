import { defineMessages, tierName, useLanguage, useMessages } from '@shared/i18n'
import { Fen, OrderBadge, orderKindName } from '@shared/money'
import { ButtonLink, Empty, QueryView, Time } from '@shared/ui'
import { Link } from 'react-router'
import { More } from '../../shell/More'
import { MyPage } from './MyPage'
import { useMyOrders } from './queries'

const messages = defineMessages({
  zh: {
    title: '我的订单',
    none: '还没有订单',
    buy: '购买会籍',
    days: (days: number) => `${days} 天`,
  },
  en: {
    title: 'My orders',
    none: 'No order yet',
    buy: 'Buy a membership',
    days: (days: number) => `${days} days`,
  },
})

/** What a member has ordered, the newest first. */
export function MyOrdersPage() {
  const t = useMessages(messages)
  return <MyPage title={t.title}>{me => <Orders member={me.id} />}</MyPage>
}

function Orders({ member }: { member: string }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const orders = useMyOrders(member)
  return (
    <QueryView query={orders} rows={4}>
      {({ pages }) => {
        const shown = pages.flatMap(page => page.nodes)
        if (shown.length === 0)
          return (
            <Empty
              icon="document"
              title={t.none}
              action={
                <ButtonLink to="/mine/buy" variant="primary">
                  {t.buy}
                </ButtonLink>
              }
            />
          )
        return (
          <>
            <ul className="list">
              {shown.map(order => (
                <li key={order.id}>
                  <Link to={`/mine/orders/${order.id}`} className="list-card">
                    <span className="list-line">
                      <strong>
                        {tierName(language, order.tierCode)} · {t.days(order.days)}
                      </strong>
                      <OrderBadge state={order.state} />
                    </span>
                    <span className="list-line soft">
                      <span>
                        {orderKindName(language, order.kind)} · <Fen of={order.price} />
                      </span>
                      <Time at={order.paidAt ?? order.openedAt} style="full" />
                    </span>
                  </Link>
                </li>
              ))}
            </ul>
            <More of={orders} />
          </>
        )
      }}
    </QueryView>
  )
}
