import { execute } from '@shared/api'
import { defineMessages, useLanguage, useMessages } from '@shared/i18n'
import { fenText } from '@shared/money'
import { TextArea, TextInput, useToast } from '@shared/ui'
import { useState } from 'react'
import {
  ApproveRefundDocument,
  PayRefundDocument,
  type RefundFactsFragment,
  RejectRefundDocument,
} from '../../../gql/graphql'
import { fieldError, useIntent } from '../../chapters/changes/useIntent'
import { FormDialog } from '../FormDialog'

const messages = defineMessages({
  zh: {
    approve: {
      title: '批准退款',
      text: (amount: string) =>
        `将退还 ${amount}：先冲回各方分成，再收回剩余天数，然后退款。此操作不能撤销。`,
      byProvider: '款项由支付渠道原路退回。',
      byHand: '当初以现金或转账支付：批准后请线下退还，再登记凭证。',
      note: '说明',
      confirm: '批准',
      done: '退款已批准',
    },
    reject: {
      title: '驳回退款',
      text: (amount: string) => `申请退还 ${amount}。驳回后会籍照常，会员会看到理由。`,
      note: '理由',
      confirm: '驳回',
      done: '退款已驳回',
    },
    pay: {
      title: '登记已退款',
      text: (amount: string) => `登记已向会员退还 ${amount}。`,
      reference: '凭证号',
      referenceHint: '收据或转账回单的编号，不能重复',
      confirm: '登记',
      done: '退款已登记',
    },
  },
  en: {
    approve: {
      title: 'Approve the refund',
      text: (amount: string) =>
        `${amount} goes back: commissions are taken back first, then the days, then the money is sent. It cannot be undone.`,
      byProvider: 'The provider sends it back the way it came.',
      byHand: 'It was paid in cash or by transfer: hand it back, and record the receipt afterwards.',
      note: 'Note',
      confirm: 'Approve',
      done: 'The refund is approved',
    },
    reject: {
      title: 'Reject the refund',
      text: (amount: string) => `${amount} were asked for. The membership goes on, and the member reads why.`,
      note: 'Reason',
      confirm: 'Reject',
      done: 'The refund is rejected',
    },
    pay: {
      title: 'Record what was handed back',
      text: (amount: string) => `${amount} were handed back to the member.`,
      reference: 'Receipt',
      referenceHint: 'The number of the receipt or transfer; no two are the same',
      confirm: 'Record',
      done: 'The refund is recorded',
    },
  },
})

interface RefundDialogProps {
  refund: RefundFactsFragment
  onClose: () => void
}

/** Approves a refund. */
export function ApproveDialog({ refund, onClose }: RefundDialogProps) {
  const t = useMessages(messages).approve
  const { language } = useLanguage()
  const toast = useToast()
  const [note, setNote] = useState('')
  const intent = useIntent({
    perform: async (input: { id: string; note: string | null; requestKey?: string }) =>
      (await execute(ApproveRefundDocument, { input })).refundApprove,
    onDone: () => {
      toast({ tone: 'good', text: t.done })
      onClose()
    },
  })
  return (
    <FormDialog
      title={t.title}
      confirm={t.confirm}
      ready
      intent={intent}
      fields={['note']}
      onSubmit={() => intent.run({ id: refund.id, note: note.trim() || null })}
      onClose={onClose}
    >
      <p>{t.text(fenText(refund.amount, language))}</p>
      <p>{refund.method === 'PROVIDER' ? t.byProvider : t.byHand}</p>
      <TextArea
        label={t.note}
        rows={2}
        maxLength={200}
        value={note}
        onChange={setNote}
        error={fieldError(intent.errors, 'note', language)}
      />
    </FormDialog>
  )
}

/** Rejects a refund, for a reason. */
export function RejectDialog({ refund, onClose }: RefundDialogProps) {
  const t = useMessages(messages).reject
  const { language } = useLanguage()
  const toast = useToast()
  const [note, setNote] = useState('')
  const intent = useIntent({
    perform: async (input: { id: string; note: string; requestKey?: string }) =>
      (await execute(RejectRefundDocument, { input })).refundReject,
    onDone: () => {
      toast({ tone: 'good', text: t.done })
      onClose()
    },
  })
  return (
    <FormDialog
      title={t.title}
      confirm={t.confirm}
      danger
      ready={note.trim() !== ''}
      intent={intent}
      fields={['note']}
      onSubmit={() => intent.run({ id: refund.id, note: note.trim() })}
      onClose={onClose}
    >
      <p>{t.text(fenText(refund.amount, language))}</p>
      <TextArea
        label={t.note}
        required
        rows={2}
        maxLength={200}
        value={note}
        onChange={setNote}
        error={fieldError(intent.errors, 'note', language)}
      />
    </FormDialog>
  )
}

/** Records that a refund was handed back in cash or by transfer. */
export function PayDialog({ refund, onClose }: RefundDialogProps) {
  const t = useMessages(messages).pay
  const { language } = useLanguage()
  const toast = useToast()
  const [reference, setReference] = useState('')
  const intent = useIntent({
    perform: async (input: { id: string; reference: string; requestKey?: string }) =>
      (await execute(PayRefundDocument, { input })).refundPay,
    onDone: () => {
      toast({ tone: 'good', text: t.done })
      onClose()
    },
  })
  return (
    <FormDialog
      title={t.title}
      confirm={t.confirm}
      ready={reference.trim() !== ''}
      intent={intent}
      fields={['reference']}
      onSubmit={() => intent.run({ id: refund.id, reference: reference.trim() })}
      onClose={onClose}
    >
      <p>{t.text(fenText(refund.amount, language))}</p>
      <TextInput
        label={t.reference}
        hint={t.referenceHint}
        required
        maxLength={64}
        autoComplete="off"
        value={reference}
        onChange={setReference}
        error={fieldError(intent.errors, 'reference', language)}
      />
    </FormDialog>
  )
}
