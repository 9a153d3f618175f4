import { execute } from '@shared/api'
import { defineMessages, useLanguage, useMessages } from '@shared/i18n'
import { fenText } from '@shared/money'
import { Button, Time } from '@shared/ui'
import { useState } from 'react'
import { type OddPaymentsQuery, ReturnPaymentDocument } from '../../../gql/graphql'
import { TextDialog } from '../TextDialog'

const messages = defineMessages({
  zh: {
    return: '退回',
    title: '退回金额不符的收款',
    text: (amount: string) => `已收的 ${amount} 将经支付渠道原路退回。`,
    reason: '理由',
    asked: '已要求退回',
    done: '已要求退回，由支付渠道办理',
  },
  en: {
    return: 'Return',
    title: 'Return a payment of a wrong amount',
    text: (amount: string) => `The ${amount} that came in go back the way they came.`,
    reason: 'Reason',
    asked: 'Asked to go back',
    done: 'It is asked to go back; the provider does it',
  },
})

/** Sends back what came in under a wrong amount. */
export function ReturnPayment({ payment }: { payment: OddPaymentsQuery['paymentsMismatched'][number] }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const [open, setOpen] = useState(false)
  if (payment.returnAskedAt) {
    return (
      <span className="soft">
        {t.asked} <Time at={payment.returnAskedAt} /> {payment.returnReason}
      </span>
    )
  }
  if (!payment.viewerCanReturn) return '—'
  return (
    <>
      <Button size="s" icon="undo" onClick={() => setOpen(true)}>
        {t.return}
      </Button>
      {open ? (
        <TextDialog
          title={t.title}
          label={t.reason}
          field="reason"
          confirm={t.return}
          done={t.done}
          perform={async ({ text, requestKey }) => {
            const input = { id: payment.id, reason: text, requestKey }
            return (await execute(ReturnPaymentDocument, { input })).paymentReturn
          }}
          onClose={() => setOpen(false)}
        >
          <p>{t.text(fenText(payment.received ?? payment.amount, language))}</p>
        </TextDialog>
      ) : null}
    </>
  )
}
