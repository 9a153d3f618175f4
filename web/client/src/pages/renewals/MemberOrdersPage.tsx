import { execute } from '@shared/api'
import { alsoTell, defineMessages, MONEY_ERRORS, tierName, useLanguage, useMessages } from '@shared/i18n'
import { Day, lastDay, StandingBadge } from '@shared/members'
import { Fen, OrderBadge, orderKindName } from '@shared/money'
import { Button, Card, Empty, Page, QueryView, Section, Time } from '@shared/ui'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useParams } from 'react-router'
import { CallOffDocument, type SoldOrderFragment } from '../../gql/renewals/graphql'
import { useContact } from '../../offline'
import { ConfirmOnce } from '../../shell/ConfirmOnce'
import { NeedsNetwork } from '../../shell/NeedsNetwork'
import { type Buyer, useSoldOrders } from './queries'
import { RecordCash } from './RecordCash'
import { Sell } from './Sell'
import '../members/errors'
import './Renewals.css'

alsoTell(MONEY_ERRORS)

const messages = defineMessages({
  zh: {
    title: '办理续费',
    back: '会员',
    until: '会籍至',
    sell: '开单',
    noRight: '您没有为该会员开单的权限。',
    orders: '订单',
    none: '还没有订单',
    opened: '下单',
    expires: '支付截止',
    paid: '支付',
    record: '登记现金收款',
    cancel: '取消订单',
    cancelText: '取消后该订单不能再支付，可以重新开单。',
    cancelled: '订单已取消',
    days: (days: number) => `${days} 天`,
  },
  en: {
    title: 'Renew',
    back: 'Member',
    until: 'Until',
    sell: 'Open an order',
    noRight: 'You may not open orders for this member.',
    orders: 'Orders',
    none: 'No order yet',
    opened: 'Opened',
    expires: 'To be paid by',
    paid: 'Paid',
    record: 'Record cash',
    cancel: 'Call it off',
    cancelText: 'Nobody can pay it then; another one can be opened.',
    cancelled: 'The order is called off',
    days: (days: number) => `${days} days`,
  },
})

/** Sells a term to a member at the door: an order, and the cash that is handed over for it. */
export function MemberOrdersPage() {
  const { id = '' } = useParams()
  const t = useMessages(messages)
  const { online } = useContact()
  const sold = useSoldOrders(id, online)
  return (
    <Page title={t.title} eyebrow={sold.data?.member.name} back={{ to: `/members/${id}`, label: t.back }}>
      {online || sold.data ? (
        <QueryView query={sold} rows={5}>
          {({ member, orders }) => (
            <>
              <Who member={member} />
              <Section title={t.sell}>
                {!online ? (
                  <NeedsNetwork what="money" />
                ) : member.home?.viewerCan.includes('ORDER_MANAGE') ? (
                  <Sell member={member} home={member.home.id} />
                ) : (
                  <p>{t.noRight}</p>
                )}
              </Section>
              <Section title={t.orders}>
                {orders.length === 0 ? (
                  <Empty title={t.none} />
                ) : (
                  <ul className="list">
                    {orders.map(order => (
                      <Card key={order.id} as="li">
                        <Order order={order} member={member.id} online={online} />
                      </Card>
                    ))}
                  </ul>
                )}
              </Section>
            </>
          )}
        </QueryView>
      ) : (
        <NeedsNetwork what="money" />
      )}
    </Page>
  )
}

function Who({ member }: { member: Buyer }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  return (
    <p className="list-line">
      <span>
        <strong>{member.name ?? '—'}</strong> {member.phone} · {tierName(language, member.tierCode)}
        {member.untilOn ? (
          <>
            {' '}
            · {t.until} <Day on={lastDay(member.untilOn)} />
          </>
        ) : null}
      </span>
      <StandingBadge standing={member.standing} />
    </p>
  )
}

interface OrderProps {
  order: SoldOrderFragment
  member: string
  online: boolean
}

function Order({ order, member, online }: OrderProps) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const [recording, setRecording] = useState(false)
  const [cancelling, setCancelling] = useState(false)
  return (
    <div className="renewals-order">
      <p className="list-line">
        <strong>
          {tierName(language, order.tierCode)} · {t.days(order.days)}
        </strong>
        <OrderBadge state={order.state} />
      </p>
      <p className="list-line soft">
        <span>
          {orderKindName(language, order.kind)} · <Fen of={order.price} />
        </span>
        <span>
          {order.paidAt ? (
            <>
              {t.paid} <Time at={order.paidAt} />
            </>
          ) : (
            <>
              {order.state === 'OPEN' ? t.expires : t.opened}{' '}
              <Time at={order.state === 'OPEN' ? order.expiresAt : order.openedAt} style="full" />
            </>
          )}
        </span>
      </p>
      {online && (order.viewerCanRecordPayment || order.viewerCanCancel) ? (
        <p className="list-line">
          {order.viewerCanRecordPayment ? (
            <Button variant="primary" onClick={() => setRecording(true)}>
              {t.record}
            </Button>
          ) : null}
          {order.viewerCanCancel ? (
            <Button variant="quiet" onClick={() => setCancelling(true)}>
              {t.cancel}
            </Button>
          ) : null}
        </p>
      ) : null}
      {recording ? <RecordCash order={order} member={member} onClose={() => setRecording(false)} /> : null}
      {cancelling ? <Cancel order={order.id} member={member} onClose={() => setCancelling(false)} /> : null}
    </div>
  )
}

interface CancelProps {
  order: string
  member: string
  onClose: () => void
}

function Cancel({ order, member, onClose }: CancelProps) {
  const t = useMessages(messages)
  const queries = useQueryClient()
  return (
    <ConfirmOnce
      danger
      title={t.cancel}
      done={t.cancelled}
      perform={async requestKey =>
        (await execute(CallOffDocument, { input: { id: order, requestKey } })).orderCancel
      }
      onDone={() => void queries.invalidateQueries({ queryKey: ['sold', member] })}
      onClose={onClose}
    >
      <p>{t.cancelText}</p>
    </ConfirmOnce>
  )
}
