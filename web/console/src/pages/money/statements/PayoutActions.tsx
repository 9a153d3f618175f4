import { execute } from '@shared/api'
import { defineMessages, useLanguage, useMessages } from '@shared/i18n'
import { fenText } from '@shared/money'
import { Button } from '@shared/ui'
import { useState } from 'react'
import {
  FailPayoutDocument,
  type PayoutFactsFragment,
  SendPayoutDocument,
  SettlePayoutDocument,
} from '../../../gql/graphql'
import { SureDialog } from '../SureDialog'
import { TextDialog } from '../TextDialog'
import '../money.css'

const messages = defineMessages({
  zh: {
    send: '发出',
    sendTitle: '发出付款',
    sendText: (net: string) => `确认已把 ${net} 交给银行付款。`,
    sent: '付款已发出',
    others: '须由准备人以外的人发出',
    settle: '登记到账',
    settleText: (net: string) => `银行已付 ${net}。登记后记入账本。`,
    bankRef: '银行回单号',
    settled: '已登记到账',
    fail: '登记失败',
    failText: '金额退回应付，下次可以重新准备。',
    reason: '失败原因',
    failed: '已登记失败',
  },
  en: {
    send: 'Send',
    sendTitle: 'Send the payout',
    sendText: (net: string) => `${net} were handed to the bank.`,
    sent: 'The payout is sent',
    others: 'For somebody else than who prepared it',
    settle: 'It was made',
    settleText: (net: string) => `The bank has paid ${net}. The ledger is told.`,
    bankRef: 'The bank’s reference',
    settled: 'The payout is made',
    fail: 'It failed',
    failText: 'The amount is owed again and can be prepared anew.',
    reason: 'Why it failed',
    failed: 'The payout has failed',
  },
})

/** What the reader may do with a payout now. */
export function PayoutActions({ payout }: { payout: PayoutFactsFragment }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const [open, setOpen] = useState<'send' | 'settle' | 'fail' | null>(null)
  const close = () => setOpen(null)
  const net = fenText(payout.net, language)
  const { viewerCanSend, viewerCanSettle, viewerCanFail } = payout
  if (!viewerCanSend && !viewerCanSettle && !viewerCanFail) {
    return payout.state === 'PREPARED' ? <span className="soft">{t.others}</span> : '—'
  }
  return (
    <div className="money-actions">
      {viewerCanSend ? (
        <Button size="s" icon="send" onClick={() => setOpen('send')}>
          {t.send}
        </Button>
      ) : null}
      {viewerCanSettle ? (
        <Button size="s" icon="check" onClick={() => setOpen('settle')}>
          {t.settle}
        </Button>
      ) : null}
      {viewerCanFail ? (
        <Button size="s" icon="close" onClick={() => setOpen('fail')}>
          {t.fail}
        </Button>
      ) : null}
      {open === 'send' ? (
        <SureDialog
          title={t.sendTitle}
          confirm={t.send}
          done={t.sent}
          perform={async requestKey =>
            (await execute(SendPayoutDocument, { input: { id: payout.id, requestKey } })).payoutSend
          }
          onClose={close}
        >
          <p>{t.sendText(net)}</p>
        </SureDialog>
      ) : null}
      {open === 'settle' ? (
        <TextDialog
          title={t.settle}
          label={t.bankRef}
          field="bankRef"
          short
          confirm={t.settle}
          done={t.settled}
          perform={async ({ text, requestKey }) => {
            const input = { id: payout.id, bankRef: text, requestKey }
            return (await execute(SettlePayoutDocument, { input })).payoutSettle
          }}
          onClose={close}
        >
          <p>{t.settleText(net)}</p>
        </TextDialog>
      ) : null}
      {open === 'fail' ? (
        <TextDialog
          title={t.fail}
          label={t.reason}
          field="reason"
          confirm={t.fail}
          danger
          done={t.failed}
          perform={async ({ text, requestKey }) => {
            const input = { id: payout.id, reason: text, requestKey }
            return (await execute(FailPayoutDocument, { input })).payoutFail
          }}
          onClose={close}
        >
          <p>{t.failText}</p>
        </TextDialog>
      ) : null}
    </div>
  )
}
