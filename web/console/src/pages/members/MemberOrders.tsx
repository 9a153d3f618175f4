import { defineMessages, useMessages } from '@shared/i18n'
import { Button, Empty, Pager, QueryView, Section } from '@shared/ui'
import { useState } from 'react'
import { usePaging } from '../chapters/chapter/paging'
import { OrderTable } from '../money/OrderTable'
import { useMemberOrders } from '../money/queries'
import { OpenOrderDialog } from './OpenOrderDialog'
import type { MemberFacts } from './queries'

const PAGE = 10

const messages = defineMessages({
  zh: { title: '订单', none: '还没有订单', open: '代下订单' },
  en: { title: 'Orders', none: 'No order yet', open: 'Open an order' },
})

/** A member's orders, and the way to open one for them. */
export function MemberOrders({ member }: { member: MemberFacts }) {
  const t = useMessages(messages)
  const { page, pager } = usePaging(PAGE)
  const orders = useMemberOrders(member.id, page)
  const [opening, setOpening] = useState(false)
  const mayOpen = member.standing !== 'ERASED' && member.home?.viewerCan.includes('ORDER_MANAGE')
  return (
    <Section
      title={t.title}
      actions={
        mayOpen ? (
          <Button size="s" icon="plus" onClick={() => setOpening(true)}>
            {t.open}
          </Button>
        ) : null
      }
    >
      <QueryView query={orders} rows={3}>
        {({ nodes, pageInfo }) => (
          <>
            <OrderTable caption={t.title} orders={nodes} empty={<Empty title={t.none} />} />
            <Pager {...pager(pageInfo)} />
          </>
        )}
      </QueryView>
      {opening ? <OpenOrderDialog member={member} onClose={() => setOpening(false)} /> : null}
    </Section>
  )
}
