import { execute } from '@shared/api'
import type { PayeeKind } from '@shared/gql/schema'
import { defineMessages, useLanguage, useMessages } from '@shared/i18n'
import { fenText, payeeName } from '@shared/money'
import { RadioGroup, useToast } from '@shared/ui'
import { useState } from 'react'
import { type PayoutPrepareInput, PreparePayoutDocument } from '../../../gql/graphql'
import { useIntent } from '../../chapters/changes/useIntent'
import { FormDialog } from '../FormDialog'
import type { StatementFacts } from './queries'

const messages = defineMessages({
  zh: {
    title: '准备付款',
    text: (amount: string) => `将准备付款 ${amount}。发出付款须由另一人操作。`,
    payee: '收款方',
    companyHint: '企业自行报税，不代扣',
    individualHint: '代扣个人所得税',
    confirm: '准备',
    done: '付款已准备，等待另一人发出',
  },
  en: {
    title: 'Prepare the payout',
    text: (amount: string) => `A payout of ${amount} is prepared. Somebody else sends it.`,
    payee: 'Payee',
    companyHint: 'A company sees to its taxes itself',
    individualHint: 'Income tax is withheld',
    confirm: 'Prepare',
    done: 'The payout is prepared and waits for somebody else to send it',
  },
})

/** Prepares the payout of what a statement owes. */
export function PrepareDialog({ statement, onClose }: { statement: StatementFacts; onClose: () => void }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const toast = useToast()
  const [payee, setPayee] = useState<PayeeKind>('COMPANY')
  const intent = useIntent({
    perform: async (input: PayoutPrepareInput) =>
      (await execute(PreparePayoutDocument, { input })).payoutPrepare,
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
      onSubmit={() => intent.run({ statement: statement.id, payee })}
      onClose={onClose}
    >
      <p>{t.text(fenText(statement.due, language))}</p>
      <RadioGroup<PayeeKind>
        legend={t.payee}
        value={payee}
        onChange={setPayee}
        options={[
          { value: 'COMPANY', label: payeeName(language, 'COMPANY'), hint: t.companyHint },
          { value: 'INDIVIDUAL', label: payeeName(language, 'INDIVIDUAL'), hint: t.individualHint },
        ]}
      />
    </FormDialog>
  )
}
