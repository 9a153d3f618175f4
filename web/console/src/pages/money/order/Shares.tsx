import { defineMessages, useMessages } from '@shared/i18n'
import { CommissionBadge, Fen } from '@shared/money'
import { DataTable, Empty, QueryView, StackBar, Time } from '@shared/ui'
import { Link } from 'react-router'
import { type OrderFacts, useShares } from '../queries'
import { rateText, splitOf } from './split'

const messages = defineMessages({
  zh: {
    caption: '分成',
    none: '这笔订单没有分成',
    payee: '收款方',
    promoter: '推广人',
    rate: '比例',
    amount: '分成',
    reversed: '已冲回',
    state: '状态',
    payable: '应付自',
    rule: '分账规则版本',
    split: '这笔订单的钱归谁（元）',
    chapter: '分舵',
    headquarters: '总部',
    gone: '已退',
  },
  en: {
    caption: 'Commissions',
    none: 'Nobody earns of this order',
    payee: 'Payee',
    promoter: 'Promoter',
    rate: 'Rate',
    amount: 'Amount',
    reversed: 'Taken back',
    state: 'State',
    payable: 'Owed from',
    rule: 'Version of the split',
    split: 'Who has the money of this order (yuan)',
    chapter: 'Chapter',
    headquarters: 'Headquarters',
    gone: 'Gone back',
  },
})

/** Who earns of an order, and how its price is divided now. */
export function Shares({ order }: { order: OrderFacts }) {
  const t = useMessages(messages)
  const shares = useShares(order.id)
  return (
    <QueryView query={shares} rows={2}>
      {rows => {
        const split = splitOf(order, rows)
        return (
          <>
            <p className="soft">{t.split}</p>
            <StackBar
              label={t.split}
              legend
              parts={[
                { key: 'chapters', label: t.chapter, value: split.chapters, tone: 'good' },
                { key: 'promoters', label: t.promoter, value: split.promoters, tone: 'accent' },
                { key: 'headquarters', label: t.headquarters, value: split.headquarters, tone: 'info' },
                { key: 'gone', label: t.gone, value: split.gone, tone: 'neutral' },
              ]}
            />
            <DataTable
              caption={t.caption}
              rows={rows}
              rowKey={share => share.id}
              empty={<Empty title={t.none} />}
              columns={[
                {
                  key: 'payee',
                  title: t.payee,
                  render: ({ chapter }) =>
                    chapter ? <Link to={`/chapters/${chapter.id}`}>{chapter.name}</Link> : t.promoter,
                },
                {
                  key: 'rate',
                  title: t.rate,
                  align: 'end',
                  render: share => rateText(share.rate),
                },
                { key: 'amount', title: t.amount, align: 'end', render: share => <Fen of={share.amount} /> },
                {
                  key: 'reversed',
                  title: t.reversed,
                  align: 'end',
                  render: share => <Fen of={share.reversed} />,
                },
                { key: 'state', title: t.state, render: share => <CommissionBadge state={share.state} /> },
                {
                  key: 'payable',
                  title: t.payable,
                  render: share => <Time at={share.payableFrom} style="date" />,
                },
                { key: 'rule', title: t.rule, align: 'end', render: share => share.splitRule },
              ]}
            />
          </>
        )
      }}
    </QueryView>
  )
}
