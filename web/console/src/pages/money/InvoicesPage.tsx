import { execute } from '@shared/api'
import { defineMessages, useLanguage, useMessages } from '@shared/i18n'
import { fenText } from '@shared/money'
import { Button, Empty, KeyValue, Page, QueryView, Section, TextInput, useToast } from '@shared/ui'
import { useState } from 'react'
import { type InvoiceFactsFragment, IssueInvoiceDocument } from '../../gql/graphql'
import { fieldError, useIntent } from '../chapters/changes/useIntent'
import { FormDialog } from './FormDialog'
import { InvoiceTable } from './InvoiceTable'
import { MoneyNav } from './MoneyNav'
import { useInvoicesWaiting } from './queries'

const messages = defineMessages({
  zh: {
    page: '发票',
    waiting: '待开发票',
    none: '没有等待开具的发票',
    record: '登记发票号',
    title: '抬头',
    tax: '税号',
    amount: '金额',
    number: '发票号码',
    hint: '8 到 20 位数字',
    confirm: '登记',
    done: '发票已登记',
  },
  en: {
    page: 'Invoices',
    waiting: 'Invoices to be issued',
    none: 'No invoice waits',
    record: 'Record its number',
    title: 'Made out to',
    tax: 'Tax number',
    amount: 'Amount',
    number: 'Number',
    hint: '8 to 20 digits',
    confirm: 'Record',
    done: 'The invoice is recorded',
  },
})

/** Requests for invoices that wait, the oldest first. */
export default function InvoicesPage() {
  const t = useMessages(messages)
  const invoices = useInvoicesWaiting()
  const [open, setOpen] = useState<InvoiceFactsFragment | null>(null)
  return (
    <Page title={t.page}>
      <MoneyNav />
      <Section title={t.waiting}>
        <QueryView query={invoices} rows={5}>
          {rows => (
            <InvoiceTable
              caption={t.waiting}
              invoices={rows}
              empty={<Empty icon="check-circle" title={t.none} />}
              action={invoice => (
                <Button
                  size="s"
                  icon="edit"
                  aria-label={`${t.record} ${invoice.title}`}
                  onClick={() => setOpen(invoice)}
                >
                  {t.record}
                </Button>
              )}
            />
          )}
        </QueryView>
      </Section>
      {open ? <IssueDialog invoice={open} onClose={() => setOpen(null)} /> : null}
    </Page>
  )
}

function IssueDialog({ invoice, onClose }: { invoice: InvoiceFactsFragment; onClose: () => void }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const toast = useToast()
  const [number, setNumber] = useState('')
  const intent = useIntent({
    perform: async (input: { id: string; number: string; requestKey?: string }) =>
      (await execute(IssueInvoiceDocument, { input })).invoiceIssue,
    onDone: () => {
      toast({ tone: 'good', text: t.done })
      onClose()
    },
  })
  return (
    <FormDialog
      title={t.record}
      confirm={t.confirm}
      ready={/^\d{8,20}$/.test(number.trim())}
      intent={intent}
      fields={['number']}
      onSubmit={() => intent.run({ id: invoice.id, number: number.trim() })}
      onClose={onClose}
    >
      <KeyValue
        items={[
          { label: t.title, value: invoice.title },
          { label: t.tax, value: invoice.taxNumber },
          { label: t.amount, value: fenText(invoice.amount, language) },
        ]}
      />
      <TextInput
        label={t.number}
        hint={t.hint}
        required
        inputMode="numeric"
        maxLength={20}
        autoComplete="off"
        value={number}
        onChange={setNumber}
        error={fieldError(intent.errors, 'number', language)}
      />
    </FormDialog>
  )
}
