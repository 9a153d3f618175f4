import { defineMessages, useMessages } from '@shared/i18n'
import { Day } from '@shared/members'
import { DisputeBadge, Fen } from '@shared/money'
import { DataTable, Empty, Time } from '@shared/ui'
import type { DisputeFactsFragment } from '../../../gql/graphql'
import { DisputeActions } from './DisputeActions'
import { StatementLink } from './StatementLink'

const messages = defineMessages({
  zh: {
    none: '没有异议',
    statement: '对账单',
    amount: '金额',
    state: '状态',
    reason: '理由',
    answer: '答复',
    answerBy: '答复期限',
    ruling: '裁定',
    ruleBy: '裁定期限',
    granted: '补付',
    action: '操作',
  },
  en: {
    none: 'No objection',
    statement: 'Statement',
    amount: 'Amount',
    state: 'State',
    reason: 'Reason',
    answer: 'Answer',
    answerBy: 'To be answered by',
    ruling: 'Ruling',
    ruleBy: 'To be ruled on by',
    granted: 'Granted',
    action: 'Action',
  },
})

/** Objections with what was said to them, and by whom. */
export function DisputeTable({
  caption,
  disputes,
}: {
  caption: string
  disputes: readonly DisputeFactsFragment[]
}) {
  const t = useMessages(messages)
  return (
    <DataTable
      caption={caption}
      rows={disputes}
      rowKey={dispute => dispute.id}
      empty={<Empty title={t.none} />}
      columns={[
        {
          key: 'statement',
          title: t.statement,
          render: ({ statement }) => <StatementLink statement={statement} />,
        },
        { key: 'amount', title: t.amount, align: 'end', render: dispute => <Fen of={dispute.amount} /> },
        { key: 'state', title: t.state, render: dispute => <DisputeBadge state={dispute.state} /> },
        {
          key: 'reason',
          title: t.reason,
          render: dispute => <Said text={dispute.reason} by={dispute.openedBy?.name} at={dispute.openedAt} />,
        },
        {
          key: 'answer',
          title: t.answer,
          render: dispute =>
            dispute.answer ? (
              <Said text={dispute.answer} by={dispute.answeredBy?.name} at={dispute.answeredAt} />
            ) : (
              <>
                {t.answerBy} <Day on={dispute.answerBy} />
              </>
            ),
        },
        {
          key: 'ruling',
          title: t.ruling,
          render: dispute =>
            dispute.ruling ? (
              <Said text={dispute.ruling} by={dispute.ruledBy?.name} at={dispute.ruledAt} />
            ) : (
              <>
                {t.ruleBy} <Day on={dispute.ruleBy} />
              </>
            ),
        },
        { key: 'granted', title: t.granted, align: 'end', render: dispute => <Fen of={dispute.granted} /> },
        { key: 'action', title: t.action, render: dispute => <DisputeActions dispute={dispute} /> },
      ]}
    />
  )
}

function Said({ text, by, at }: { text: string; by: string | undefined; at: string | null }) {
  return (
    <>
      {text}{' '}
      <span className="soft">
        {by} {at ? <Time at={at} /> : null}
      </span>
    </>
  )
}
