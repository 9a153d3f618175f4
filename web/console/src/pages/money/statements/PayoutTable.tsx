import { defineMessages, useLanguage, useMessages } from '@shared/i18n'
import { Fen, PayoutBadge, payeeName } from '@shared/money'
import { DataTable, Empty, Time } from '@shared/ui'
import type { PayoutFactsFragment } from '../../../gql/graphql'
import { PayoutActions } from './PayoutActions'
import { StatementLink } from './StatementLink'

const messages = defineMessages({
  zh: {
    none: '没有结算付款',
    statement: '对账单',
    payee: '收款方',
    gross: '应付',
    tax: '代扣税',
    net: '实付',
    state: '状态',
    prepared: '准备人',
    sent: '发出人',
    bank: '银行回单',
    action: '操作',
  },
  en: {
    none: 'No payout',
    statement: 'Statement',
    payee: 'Payee',
    gross: 'Gross',
    tax: 'Withheld',
    net: 'Net',
    state: 'State',
    prepared: 'Prepared by',
    sent: 'Sent by',
    bank: 'Bank',
    action: 'Action',
  },
})

interface PayoutTableProps {
  caption: string
  payouts: readonly PayoutFactsFragment[]
}

/** Payouts with who prepared and who sent them: two people, always. */
export function PayoutTable({ caption, payouts }: PayoutTableProps) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  return (
    <DataTable
      caption={caption}
      rows={payouts}
      rowKey={payout => payout.id}
      empty={<Empty title={t.none} />}
      columns={[
        {
          key: 'statement',
          title: t.statement,
          render: ({ statement }) => <StatementLink statement={statement} />,
        },
        { key: 'payee', title: t.payee, render: payout => payeeName(language, payout.payee) },
        { key: 'gross', title: t.gross, align: 'end', render: payout => <Fen of={payout.gross} /> },
        { key: 'tax', title: t.tax, align: 'end', render: payout => <Fen of={payout.tax} /> },
        { key: 'net', title: t.net, align: 'end', render: payout => <Fen of={payout.net} /> },
        { key: 'state', title: t.state, render: payout => <PayoutBadge state={payout.state} /> },
        {
          key: 'prepared',
          title: t.prepared,
          render: payout => (
            <>
              {payout.createdBy?.name} <Time at={payout.createdAt} />
            </>
          ),
        },
        {
          key: 'sent',
          title: t.sent,
          render: payout =>
            payout.sentAt ? (
              <>
                {payout.sentBy?.name} <Time at={payout.sentAt} />
              </>
            ) : (
              '—'
            ),
        },
        { key: 'bank', title: t.bank, render: payout => payout.bankRef ?? payout.failure ?? '—' },
        { key: 'action', title: t.action, render: payout => <PayoutActions payout={payout} /> },
      ]}
    />
  )
}
