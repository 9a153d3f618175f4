import { execute } from '@shared/api'
import { defineMessages, useLanguage, useMessages } from '@shared/i18n'
import { MoneyInput } from '@shared/money'
import { TextArea, useToast } from '@shared/ui'
import { useState } from 'react'
import { type DisputeOpenInput, OpenDisputeDocument } from '../../../gql/graphql'
import { fieldError, useIntent } from '../../chapters/changes/useIntent'
import { FormDialog } from '../FormDialog'
import type { StatementFacts } from './queries'

const messages = defineMessages({
  zh: {
    title: '对账单异议',
    amount: '有异议的金额',
    amountHint: '只冻结这一部分，其余照常付款',
    reason: '理由',
    confirm: '提出异议',
    done: '异议已提出，财务将在 7 天内答复',
  },
  en: {
    title: 'Object to the statement',
    amount: 'The amount in dispute',
    amountHint: 'Only that is held back; the rest is paid',
    reason: 'Reason',
    confirm: 'Object',
    done: 'The objection is made; finance answers within 7 days',
  },
})

/** Objects to an amount of a statement. */
export function ObjectDialog({ statement, onClose }: { statement: StatementFacts; onClose: () => void }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const toast = useToast()
  const [amount, setAmount] = useState<string | null>(null)
  const [reason, setReason] = useState('')
  const said = reason.trim()
  const intent = useIntent({
    perform: async (input: DisputeOpenInput) => (await execute(OpenDisputeDocument, { input })).disputeOpen,
    onDone: () => {
      toast({ tone: 'good', text: t.done })
      onClose()
    },
  })
  return (
    <FormDialog
      title={t.title}
      confirm={t.confirm}
      ready={amount !== null && said !== ''}
      intent={intent}
      fields={['amount', 'reason']}
      onSubmit={() => amount !== null && intent.run({ statement: statement.id, amount, reason: said })}
      onClose={onClose}
    >
      <MoneyInput
        label={t.amount}
        hint={t.amountHint}
        required
        value={amount}
        onChange={setAmount}
        error={fieldError(intent.errors, 'amount', language)}
      />
      <TextArea
        label={t.reason}
        required
        rows={3}
        maxLength={200}
        value={reason}
        onChange={setReason}
        error={fieldError(intent.errors, 'reason', language)}
      />
    </FormDialog>
  )
}
