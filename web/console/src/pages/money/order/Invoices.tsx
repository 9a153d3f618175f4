import { execute } from '@shared/api'
import { defineMessages, useLanguage, useMessages } from '@shared/i18n'
import { Button, Empty, QueryView, TextInput, useToast } from '@shared/ui'
import { useState } from 'react'
import { RequestInvoiceDocument } from '../../../gql/graphql'
import { fieldError, useIntent } from '../../chapters/changes/useIntent'
import { FormDialog } from '../FormDialog'
import { InvoiceTable } from '../InvoiceTable'
import { type OrderFacts, useOrderInvoices } from '../queries'

const messages = defineMessages({
  zh: {
    caption: '发票',
    none: '没有申请过发票',
    ask: '申请发票',
    title: '抬头',
    tax: '税号',
    taxHint: '企业必填；个人留空',
    text: '按订单实付且未退的金额开具。',
    confirm: '申请',
    done: '发票已申请，等待财务开具',
  },
  en: {
    caption: 'Invoices',
    none: 'No invoice was asked for',
    ask: 'Ask for an invoice',
    title: 'Made out to',
    tax: 'Tax number',
    taxHint: 'For a company; left empty for a person',
    text: 'It is of what was paid and has not gone back.',
    confirm: 'Ask',
    done: 'The invoice is asked for, finance issues it',
  },
})

/** The requests for invoices of an order, and the way to ask for one. */
export function Invoices({ order }: { order: OrderFacts }) {
  const t = useMessages(messages)
  const invoices = useOrderInvoices(order.id)
  const [asking, setAsking] = useState(false)
  return (
    <>
      <QueryView query={invoices} rows={2}>
        {rows => (
          <>
            <InvoiceTable caption={t.caption} invoices={rows} empty={<Empty title={t.none} />} />
            {/* One that stands is enough: the rest of the rules is the server's. */}
            {rows.every(invoice => invoice.state === 'VOID') && order.state !== 'REFUNDED' ? (
              <p>
                <Button icon="document" onClick={() => setAsking(true)}>
                  {t.ask}
                </Button>
              </p>
            ) : null}
          </>
        )}
      </QueryView>
      {asking ? <AskDialog id={order.id} onClose={() => setAsking(false)} /> : null}
    </>
  )
}

function AskDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const toast = useToast()
  const [title, setTitle] = useState('')
  const [taxNumber, setTaxNumber] = useState('')
  const intent = useIntent({
    perform: async (input: { order: string; title: string; taxNumber: string | null; requestKey?: string }) =>
      (await execute(RequestInvoiceDocument, { input })).invoiceRequest,
    onDone: () => {
      toast({ tone: 'good', text: t.done })
      onClose()
    },
  })
  return (
    <FormDialog
      title={t.ask}
      confirm={t.confirm}
      ready={title.trim() !== ''}
      intent={intent}
      fields={['title', 'taxNumber']}
      onSubmit={() =>
        intent.run({ order: id, title: title.trim(), taxNumber: taxNumber.trim().toUpperCase() || null })
      }
      onClose={onClose}
    >
      <TextInput
        label={t.title}
        required
        maxLength={100}
        autoComplete="off"
        value={title}
        onChange={setTitle}
        error={fieldError(intent.errors, 'title', language)}
      />
      <TextInput
        label={t.tax}
        hint={t.taxHint}
        maxLength={20}
        autoComplete="off"
        value={taxNumber}
        onChange={setTaxNumber}
        error={fieldError(intent.errors, 'taxNumber', language)}
      />
      <p>{t.text}</p>
    </FormDialog>
  )
}
