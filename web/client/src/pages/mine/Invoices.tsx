import { execute } from '@shared/api'
import { defineMessages, useLanguage, useMessages } from '@shared/i18n'
import { Fen, invoiceStateName } from '@shared/money'
import { Button, Dialog, FaultNotice, Section, TextInput, UserErrors, useToast } from '@shared/ui'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { AskInvoiceDocument } from '../../gql/mine/graphql'
import { useIntent } from '../../shell/useIntent'
import { type MyOrder, readMineAgain } from './queries'

const messages = defineMessages({
  zh: {
    title: '发票',
    none: '尚未申请发票',
    ask: '申请发票',
    name: '发票抬头',
    nameHint: '个人姓名或单位全称',
    tax: '纳税人识别号',
    taxHint: '单位必填，个人不填',
    cancel: '返回',
    done: '发票申请已提交',
    number: '号码',
  },
  en: {
    title: 'Invoice',
    none: 'None was asked for',
    ask: 'Ask for an invoice',
    name: 'Title',
    nameHint: 'A person’s name, or a company’s in full',
    tax: 'Tax number',
    taxHint: 'Of a company; left empty for a person',
    cancel: 'Back',
    done: 'You have asked for the invoice',
    number: 'No.',
  },
})

/** The invoices of an order, and the way to one. */
export function Invoices({ order, online }: { order: MyOrder; online: boolean }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const [asking, setAsking] = useState(false)
  const hasOne = order.invoices.some(invoice => invoice.state !== 'VOID')
  const mayAsk = !hasOne && (order.state === 'PAID' || order.state === 'PARTLY_REFUNDED')
  return (
    <Section title={t.title}>
      {order.invoices.length === 0 ? (
        <p className="soft">{t.none}</p>
      ) : (
        <ul className="list">
          {order.invoices.map(invoice => (
            <li key={invoice.id} className="list-row">
              <span>
                {invoice.title} · <Fen of={invoice.amount} />
                {invoice.number ? ` · ${t.number} ${invoice.number}` : ''}
              </span>
              <span>{invoiceStateName(language, invoice.state)}</span>
            </li>
          ))}
        </ul>
      )}
      {mayAsk ? (
        <Button disabled={!online} onClick={() => setAsking(true)}>
          {t.ask}
        </Button>
      ) : null}
      {asking ? <Ask order={order.id} onClose={() => setAsking(false)} /> : null}
    </Section>
  )
}

function Ask({ order, onClose }: { order: string; onClose: () => void }) {
  const t = useMessages(messages)
  const toast = useToast()
  const queries = useQueryClient()
  const [title, setTitle] = useState('')
  const [tax, setTax] = useState('')
  const intent = useIntent(
    async (input: { order: string; title: string; taxNumber: string | null; requestKey: string }) =>
      (await execute(AskInvoiceDocument, { input })).invoiceRequest,
    () => {
      toast({ tone: 'good', text: t.done })
      readMineAgain(queries)
      onClose()
    },
  )
  const submit = () => {
    if (title.trim() === '' || intent.busy) return
    intent.run({ order, title: title.trim(), taxNumber: tax.trim() || null })
  }
  return (
    <Dialog
      open
      title={t.ask}
      onClose={onClose}
      onSubmit={submit}
      footer={
        <>
          <Button onClick={onClose}>{t.cancel}</Button>
          <Button type="submit" variant="primary" busy={intent.busy}>
            {t.ask}
          </Button>
        </>
      }
    >
      <div className="form">
        <TextInput
          label={t.name}
          hint={t.nameHint}
          required
          maxLength={100}
          value={title}
          onChange={setTitle}
        />
        <TextInput
          label={t.tax}
          hint={t.taxHint}
          autoComplete="off"
          maxLength={20}
          value={tax}
          onChange={setTax}
        />
        <UserErrors errors={intent.errors} />
        {intent.fault ? <FaultNotice error={intent.fault} /> : null}
      </div>
    </Dialog>
  )
}
