import { defineMessages, useLanguage, useMessages } from '@shared/i18n'
import { Fen, invoiceStateName } from '@shared/money'
import { Badge, DataTable, Time } from '@shared/ui'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { InvoiceFactsFragment } from '../../gql/graphql'

const messages = defineMessages({
  zh: {
    title: '抬头',
    tax: '税号',
    person: '个人',
    amount: '金额',
    red: '红字冲销',
    state: '状态',
    number: '发票号码',
    asked: '申请',
    order: '订单',
    open: '查看订单',
    action: '操作',
  },
  en: {
    title: 'Made out to',
    tax: 'Tax number',
    person: 'Person',
    amount: 'Amount',
    red: 'Taken back',
    state: 'State',
    number: 'Number',
    asked: 'Asked for',
    order: 'Order',
    open: 'See the order',
    action: 'Action',
  },
})

interface InvoiceTableProps {
  caption: string
  invoices: readonly InvoiceFactsFragment[]
  empty: ReactNode
  /** What can be done about each, where they are of different orders. */
  action?: (invoice: InvoiceFactsFragment) => ReactNode
}

/** Requests for invoices, and what became of them. */
export function InvoiceTable({ caption, invoices, empty, action }: InvoiceTableProps) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  return (
    <DataTable
      caption={caption}
      rows={invoices}
      rowKey={invoice => invoice.id}
      empty={empty}
      columns={[
        { key: 'title', title: t.title, render: invoice => invoice.title },
        { key: 'tax', title: t.tax, render: invoice => invoice.taxNumber ?? t.person },
        { key: 'amount', title: t.amount, align: 'end', render: invoice => <Fen of={invoice.amount} /> },
        {
          key: 'red',
          title: t.red,
          align: 'end',
          render: invoice => (invoice.red === '0' ? '—' : <Fen of={invoice.red} />),
        },
        {
          key: 'state',
          title: t.state,
          render: invoice => (
            <Badge tone={invoice.state === 'ISSUED' ? 'good' : invoice.state === 'VOID' ? 'neutral' : 'warn'}>
              {invoiceStateName(language, invoice.state)}
            </Badge>
          ),
        },
        { key: 'number', title: t.number, render: invoice => invoice.number ?? '—' },
        { key: 'asked', title: t.asked, render: invoice => <Time at={invoice.requestedAt} /> },
        ...(action
          ? [
              {
                key: 'order',
                title: t.order,
                render: (invoice: InvoiceFactsFragment) => (
                  <Link to={`/money/orders/${invoice.orderId}`}>{t.open}</Link>
                ),
              },
              { key: 'action', title: t.action, render: action },
            ]
          : []),
      ]}
    />
  )
}
