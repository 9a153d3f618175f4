import { execute } from '@shared/api'
import type { PaymentMethod } from '@shared/gql/schema'
import { defineMessages, useLanguage, useMessages } from '@shared/i18n'
import { fenText, MoneyInput, paymentMethodName } from '@shared/money'
import { RadioGroup, TextArea, TextInput, useToast } from '@shared/ui'
import { useState } from 'react'
import { type PaymentRecordInput, RecordPaymentDocument } from '../../../gql/graphql'
import { fieldError, useIntent } from '../../chapters/changes/useIntent'
import { FormDialog } from '../FormDialog'
import type { OrderFacts } from '../queries'

const messages = defineMessages({
  zh: {
    title: '登记收款',
    amount: '收到金额',
    amountHint: (price: string) => `须与订单金额一致：${price}`,
    method: '方式',
    reference: '凭证号',
    referenceHint: '收据或转账回单的编号，不能重复',
    note: '备注',
    consequence: '登记后订单即为已支付，会期开始计算，并写入审计日志。',
    confirm: '登记',
    done: '收款已登记，订单已支付',
  },
  en: {
    title: 'Record a payment',
    amount: 'Amount received',
    amountHint: (price: string) => `Exactly that of the order: ${price}`,
    method: 'How',
    reference: 'Receipt',
    referenceHint: 'The number of the receipt or transfer; no two are the same',
    note: 'Note',
    consequence: 'The order is paid by it, its term begins, and it is logged.',
    confirm: 'Record',
    done: 'The payment is recorded, the order is paid',
  },
})

const METHODS: readonly PaymentMethod[] = ['CASH', 'TRANSFER']

/** Records what was received in cash or by transfer for an order. */
export function RecordDialog({ order, onClose }: { order: OrderFacts; onClose: () => void }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const toast = useToast()
  const [method, setMethod] = useState<PaymentMethod>('CASH')
  const [amount, setAmount] = useState<string | null>(null)
  const [reference, setReference] = useState('')
  const [note, setNote] = useState('')
  const intent = useIntent({
    perform: async (input: PaymentRecordInput) =>
      (await execute(RecordPaymentDocument, { input })).paymentRecord,
    onDone: () => {
      toast({ tone: 'good', text: t.done })
      onClose()
    },
  })
  const error = (field: string) => fieldError(intent.errors, field, language)
  const submit = () => {
    if (amount === null) return
    intent.run({
      order: order.id,
      method,
      amount,
      reference: reference.trim(),
      note: note.trim() || null,
    })
  }
  return (
    <FormDialog
      title={t.title}
      confirm={t.confirm}
      ready={amount !== null && reference.trim() !== ''}
      intent={intent}
      fields={['amount', 'reference', 'note']}
      onSubmit={submit}
      onClose={onClose}
    >
      <RadioGroup
        legend={t.method}
        value={method}
        onChange={setMethod}
        options={METHODS.map(value => ({ value, label: paymentMethodName(language, value) }))}
      />
      {/* The amount is typed and not filled in: whoever records it has counted it. */}
      <MoneyInput
        label={t.amount}
        hint={t.amountHint(fenText(order.price, language))}
        required
        value={amount}
        onChange={setAmount}
        error={error('amount')}
      />
      <TextInput
        label={t.reference}
        hint={t.referenceHint}
        required
        maxLength={64}
        autoComplete="off"
        value={reference}
        onChange={setReference}
        error={error('reference')}
      />
      <TextArea
        label={t.note}
        rows={2}
        maxLength={200}
        value={note}
        onChange={setNote}
        error={error('note')}
      />
      <p>{t.consequence}</p>
    </FormDialog>
  )
}
