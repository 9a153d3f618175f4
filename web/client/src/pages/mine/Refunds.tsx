import { execute } from '@shared/api'
import { defineMessages, useLanguage, useMessages } from '@shared/i18n'
import { Day } from '@shared/members'
import { Fen, fenText, RefundBadge, refundRuleName } from '@shared/money'
import {
  Button,
  ConfirmDialog,
  FaultNotice,
  KeyValue,
  Section,
  TextArea,
  Time,
  UserErrors,
  useToast,
} from '@shared/ui'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { AskRefundDocument } from '../../gql/mine/graphql'
import { useIntent } from '../../shell/useIntent'
import { type MyOrder, readMineAgain } from './queries'

const messages = defineMessages({
  zh: {
    title: '退款',
    quote: '今天申请可退',
    rule: '依据',
    unused: '未使用天数',
    ofDays: (unused: number, total: number) => `${unused} / ${total} 天`,
    payBy: '最迟退回',
    ask: '申请退款',
    askText: (amount: string) =>
      `将退回 ${amount}，经总部审批后原路退回。退款后相应会籍终止；处理期间会籍暂停使用。`,
    reason: '原因',
    reasonHint: '可不填',
    done: '退款申请已提交',
    nothing: '该订单没有可退的金额。',
    asked: '申请',
    answer: '答复',
  },
  en: {
    title: 'Refund',
    quote: 'If you ask today',
    rule: 'By the rule',
    unused: 'Days not begun',
    ofDays: (unused: number, total: number) => `${unused} of ${total}`,
    payBy: 'At the latest on',
    ask: 'Ask for a refund',
    askText: (amount: string) =>
      `${amount} goes back the way it came, once headquarters has approved it. The term ends with it, and rests while it is decided.`,
    reason: 'Why',
    reasonHint: 'May be left empty',
    done: 'You have asked for the refund',
    nothing: 'Nothing of this order is left to go back.',
    asked: 'Asked',
    answer: 'Answer',
  },
})

/** What has gone back of an order, and what would if it were asked for today. */
export function Refunds({ order, online }: { order: MyOrder; online: boolean }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const [asking, setAsking] = useState(false)
  const quote = order.refundQuote
  const mayAsk = order.viewerCanRequestRefund && quote !== null && quote.rule !== 'NOTHING'
  return (
    <Section title={t.title}>
      {order.refunds.length > 0 ? (
        <ul className="list">
          {order.refunds.map(refund => (
            <li key={refund.id} className="list-row">
              <span>
                <Fen of={refund.amount} /> · {t.asked} <Time at={refund.requestedAt} />
                {refund.decisionNote ? ` · ${t.answer}：${refund.decisionNote}` : ''}
              </span>
              <RefundBadge state={refund.state} />
            </li>
          ))}
        </ul>
      ) : null}
      {order.viewerCanRequestRefund && quote?.rule === 'NOTHING' ? <p>{t.nothing}</p> : null}
      {mayAsk ? (
        <>
          <KeyValue
            items={[
              { label: t.quote, value: <Fen of={quote.amount} /> },
              { label: t.rule, value: refundRuleName(language, quote.rule) },
              { label: t.unused, value: t.ofDays(quote.unusedDays, quote.totalDays) },
              { label: t.payBy, value: <Day on={quote.payBy} /> },
            ]}
          />
          <Button disabled={!online} onClick={() => setAsking(true)}>
            {t.ask}
          </Button>
        </>
      ) : null}
      {asking && quote ? (
        <Ask order={order.id} amount={quote.amount} onClose={() => setAsking(false)} />
      ) : null}
    </Section>
  )
}

function Ask({ order, amount, onClose }: { order: string; amount: string; onClose: () => void }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const toast = useToast()
  const queries = useQueryClient()
  const [reason, setReason] = useState('')
  const intent = useIntent(
    async (input: { order: string; reason: string | null; requestKey: string }) =>
      (await execute(AskRefundDocument, { input })).refundRequest,
    () => {
      toast({ tone: 'good', text: t.done })
      readMineAgain(queries)
      onClose()
    },
  )
  return (
    <ConfirmDialog
      open
      danger
      title={t.ask}
      confirmLabel={t.ask}
      busy={intent.busy}
      onConfirm={() => intent.run({ order, reason: reason.trim() || null })}
      onClose={onClose}
    >
      <div className="form">
        <p>{t.askText(fenText(amount, language))}</p>
        <TextArea
          label={t.reason}
          hint={t.reasonHint}
          rows={2}
          maxLength={200}
          value={reason}
          onChange={setReason}
        />
        <UserErrors errors={intent.errors} />
        {intent.fault ? <FaultNotice error={intent.fault} /> : null}
      </div>
    </ConfirmDialog>
  )
}
