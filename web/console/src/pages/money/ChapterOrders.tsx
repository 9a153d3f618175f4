import type { OrderState } from '@shared/gql/schema'
import { defineMessages, useLanguage, useMessages } from '@shared/i18n'
import { ORDER_STATE_KEYS, orderStateName } from '@shared/money'
import { Empty, Pager, QueryView, Section, Select } from '@shared/ui'
import { usePaging } from '../chapters/chapter/paging'
import { useAddressParam } from '../chapters/useAddressParam'
import { OrderTable } from './OrderTable'
import { useChapterOrders } from './queries'
import './money.css'

const PAGE = 30

/** What the select holds where nothing is chosen. */
const ANY = 'ANY'

const messages = defineMessages({
  zh: { title: '订单', state: '状态', any: '全部', none: '没有符合条件的订单' },
  en: { title: 'Orders', state: 'State', any: 'All', none: 'No order fits' },
})

/** Orders of those who were at home at a chapter, the newest first. */
export function ChapterOrders({ id }: { id: string }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const [text, setText] = useAddressParam('order')
  const { page, toStart, pager } = usePaging(PAGE)
  const state = ORDER_STATE_KEYS.find(key => key === text) ?? null
  const orders = useChapterOrders(id, state, page)
  return (
    <Section title={t.title}>
      <div className="money-filters">
        <Select<OrderState | typeof ANY>
          label={t.state}
          value={state ?? ANY}
          onChange={value => {
            setText(value === ANY ? null : value)
            toStart()
          }}
          options={[
            { value: ANY, label: t.any },
            ...ORDER_STATE_KEYS.map(value => ({ value, label: orderStateName(language, value) })),
          ]}
        />
      </div>
      <QueryView query={orders} rows={6}>
        {({ nodes, pageInfo }) => (
          <>
            <OrderTable caption={t.title} orders={nodes} members empty={<Empty title={t.none} />} />
            <Pager {...pager(pageInfo)} />
          </>
        )}
      </QueryView>
    </Section>
  )
}
