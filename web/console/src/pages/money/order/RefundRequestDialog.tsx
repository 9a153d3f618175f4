import { execute } from '@shared/api'
import { defineMessages, useLanguage, useMessages } from '@shared/i18n'
import { Day } from '@shared/members'
import { Fen, refundRuleName } from '@shared/money'
import { KeyValue, TextArea, useToast } from '@shared/ui'
import { useState } from 'react'
import { RequestRefundDocument } from '../../../gql/graphql'
import { fieldError, useIntent } from '../../chapters/changes/useIntent'
import { FormDialog } from '../FormDialog'
import type { OrderFacts } from '../queries'

const messages = defineMessages({
  zh: {
    title: '申请退款',
    amount: '可退金额',
    rule: '规则',
    days: '未使用天数',
    of: (unused: number, total: number) => `${unused} / ${total} 天`,
    payBy: '最迟退款',
    reason: '原因',
    reasonHint: '可以不填',
    consequence: '审批前会籍照常计算。您申请的退款须由另一人审批。',
    confirm: '申请',
    done: '退款已申请，等待审批',
  },
  en: {
    title: 'Ask for a refund',
    amount: 'What goes back',
    rule: 'Rule',
    days: 'Days not begun',
    of: (unused: number, total: number) => `${unused} of ${total}`,
    payBy: 'To be paid by',
    reason: 'Reason',
    reasonHint: 'Nobody has to say',
    consequence: 'The days go on until it is decided. Somebody else decides what you ask for.',
    confirm: 'Ask',
    done: 'The refund is asked for and waits to be decided',
  },
})

/** Shows what goes back of an order today, and asks for it. */
export function RefundRequestDialog({ order, onClose }: { order: OrderFacts; onClose: () => void }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const toast = useToast()
  const [reason, setReason] = useState('')
  const intent = useIntent({
    perform: async (input: { order: string; reason: string | null; requestKey?: string }) =>
      (await execute(RequestRefundDocument, { input })).refundRequest,
    onDone: () => {
      toast({ tone: 'good', text: t.done })
      onClose()
    },
  })
  const quote = order.refundQuote
  return (
    <FormDialog
      title={t.title}
      confirm={t.confirm}
      ready={quote !== null}
      intent={intent}
      fields={['reason']}
      onSubmit={() => intent.run({ order: order.id, reason: reason.trim() || null })}
      onClose={onClose}
    >
      {quote ? (
        <KeyValue
          items={[
            { label: t.amount, value: <Fen of={quote.amount} /> },
            { label: t.rule, value: refundRuleName(language, quote.rule) },
            { label: t.days, value: t.of(quote.unusedDays, quote.totalDays) },
            { label: t.payBy, value: <Day on={quote.payBy} /> },
          ]}
        />
      ) : null}
      <TextArea
        label={t.reason}
        hint={t.reasonHint}
        rows={2}
        maxLength={200}
        value={reason}
        onChange={setReason}
        error={fieldError(intent.errors, 'reason', language)}
      />
      <p>{t.consequence}</p>
    </FormDialog>
  )
}
