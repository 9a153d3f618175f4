import { execute } from '@shared/api'
import { defineMessages, useLanguage, useMessages } from '@shared/i18n'
import { fenText, MoneyInput } from '@shared/money'
import { Button, Dialog, FaultNotice, Notice, TextInput, UserErrors, useToast } from '@shared/ui'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { RecordCashDocument, type SoldOrderFragment } from '../../gql/renewals/graphql'
import { useIntent } from '../../shell/useIntent'

const messages = defineMessages({
  zh: {
    title: '登记现金收款',
    warn: (price: string) =>
      `请当面点清现金 ${price}。登记后会籍立即生效，并写入审计日志；转账收款由总部登记。`,
    amount: '实收金额',
    wrong: (price: string) => `须等于订单金额 ${price}。`,
    reference: '收据号',
    referenceHint: '开给会员的收据编号',
    note: '备注',
    cancel: '返回',
    confirm: '已收到，登记',
    done: '已登记收款，会籍已更新',
  },
  en: {
    title: 'Record cash',
    warn: (price: string) =>
      `Count the ${price} in front of the member. The membership holds at once, and it is logged. Transfers are recorded by headquarters.`,
    amount: 'Amount received',
    wrong: (price: string) => `It has to be the order’s ${price}.`,
    reference: 'Receipt',
    referenceHint: 'The number of the receipt that the member got',
    note: 'Note',
    cancel: 'Back',
    confirm: 'Received: record it',
    done: 'Recorded; the membership is up to date',
  },
})

interface RecordCashProps {
  order: SoldOrderFragment
  member: string
  onClose: () => void
}

/** Writes down that a member has paid an order in cash. */
export function RecordCash({ order, member, onClose }: RecordCashProps) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const toast = useToast()
  const queries = useQueryClient()
  const [amount, setAmount] = useState<string | null>(null)
  const [reference, setReference] = useState('')
  const [note, setNote] = useState('')
  const [tried, setTried] = useState(false)
  const intent = useIntent(
    async (input: {
      order: string
      method: 'CASH'
      amount: string
      reference: string
      note: string | null
      requestKey: string
    }) => (await execute(RecordCashDocument, { input })).paymentRecord,
    () => {
      toast({ tone: 'good', text: t.done })
      for (const queryKey of [['sold', member], ['member', member], ['members'], ['due'], ['grace']])
        void queries.invalidateQueries({ queryKey })
      onClose()
    },
  )
  const price = fenText(order.price, language)
  const fits = amount === order.price
  const submit = () => {
    setTried(true)
    if (!fits || reference.trim() === '' || intent.busy) return
    intent.run({
      order: order.id,
      method: 'CASH',
      amount: order.price,
      reference: reference.trim(),
      note: note.trim() || null,
    })
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
          <Button type="submit" variant="primary" busy={intent.busy}>
            {t.confirm}
          </Button>
        </>
      }
    >
      <div className="form">
        <Notice tone="warn">{t.warn(price)}</Notice>
        <MoneyInput
          label={t.amount}
          required
          value={amount}
          onChange={setAmount}
          error={tried && !fits ? t.wrong(price) : undefined}
        />
        <TextInput
          label={t.reference}
          hint={t.referenceHint}
          required
          maxLength={100}
          autoComplete="off"
          value={reference}
          onChange={setReference}
        />
        <TextInput label={t.note} maxLength={200} value={note} onChange={setNote} />
        <UserErrors errors={intent.errors} />
        {intent.fault ? <FaultNotice error={intent.fault} /> : null}
      </div>
    </Dialog>
  )
}
