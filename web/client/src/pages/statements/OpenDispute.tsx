import { execute } from '@shared/api'
import { defineMessages, useMessages } from '@shared/i18n'
import { MoneyInput } from '@shared/money'
import { Button, Dialog, FaultNotice, Notice, TextArea, UserErrors, useToast } from '@shared/ui'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { OpenDisputeDocument } from '../../gql/statements/graphql'
import { useIntent } from '../../shell/useIntent'
import type { Statement } from './queries'

const messages = defineMessages({
  zh: {
    title: '提出异议',
    text: '只冻结有争议的金额，其余照常付款。总部 7 天内答复，15 天内裁定。',
    amount: '争议金额',
    reason: '理由',
    reasonHint: '写明订单号和您认为正确的金额',
    cancel: '返回',
    open: '提出异议',
    done: '异议已提交',
  },
  en: {
    title: 'Object',
    text: 'Only the amount in dispute is held; the rest is paid. Headquarters answers within 7 days and rules within 15.',
    amount: 'Amount in dispute',
    reason: 'Reason',
    reasonHint: 'Name the order, and what you hold to be right',
    cancel: 'Back',
    open: 'Object',
    done: 'Your objection is with headquarters',
  },
})

/** Objects to a statement. */
export function OpenDispute({ statement, onClose }: { statement: Statement; onClose: () => void }) {
  const t = useMessages(messages)
  const toast = useToast()
  const queries = useQueryClient()
  const [amount, setAmount] = useState<string | null>(null)
  const [reason, setReason] = useState('')
  const intent = useIntent(
    async (input: { statement: string; amount: string; reason: string; requestKey: string }) =>
      (await execute(OpenDisputeDocument, { input })).disputeOpen,
    () => {
      toast({ tone: 'good', text: t.done })
      void queries.invalidateQueries({ queryKey: ['statement', { id: statement.id }] })
      onClose()
    },
  )
  const said = reason.trim()
  const submit = () => {
    if (amount !== null && said !== '' && !intent.busy)
      intent.run({ statement: statement.id, amount, reason: said })
  }
  return (
    <Dialog
      open
      title={t.title}
      onClose={onClose}
      onSubmit={submit}
      footer={
        <>
          <Button onClick={onClose}>{t.cancel}</Button>
          <Button
            type="submit"
            variant="primary"
            busy={intent.busy}
            disabled={amount === null || said === ''}
          >
            {t.open}
          </Button>
        </>
      }
    >
      <div className="form">
        <Notice tone="info">{t.text}</Notice>
        <MoneyInput label={t.amount} required value={amount} onChange={setAmount} />
        <TextArea
          label={t.reason}
          hint={t.reasonHint}
          required
          rows={3}
          maxLength={200}
          value={reason}
          onChange={setReason}
        />
        <UserErrors errors={intent.errors} />
        {intent.fault ? <FaultNotice error={intent.fault} /> : null}
      </div>
    </Dialog>
  )
}
