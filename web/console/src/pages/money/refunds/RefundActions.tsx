import { useSession } from '@shared/api'
import { defineMessages, useMessages } from '@shared/i18n'
import { Button } from '@shared/ui'
import { useState } from 'react'
import type { RefundFactsFragment } from '../../../gql/graphql'
import { ApproveDialog, PayDialog, RejectDialog } from './RefundDialog'
import '../money.css'

const messages = defineMessages({
  zh: {
    approve: '批准',
    reject: '驳回',
    pay: '登记已退款',
    others: '须由他人审批',
    othersPay: '须由审批人以外的人退还并登记',
  },
  en: {
    approve: 'Approve',
    reject: 'Reject',
    pay: 'Record as paid',
    others: 'For somebody else to decide',
    othersPay: 'Somebody else hands it back and records it',
  },
})

/** What the reader may do about a refund; and, where it waits for somebody else, that it does. */
export function RefundActions({ refund }: { refund: RefundFactsFragment }) {
  const t = useMessages(messages)
  const { account } = useSession()
  const [open, setOpen] = useState<'approve' | 'reject' | 'pay' | null>(null)
  const close = () => setOpen(null)
  if (refund.viewerCanDecide) {
    return (
      <div className="money-actions">
        <Button size="s" icon="check" onClick={() => setOpen('approve')}>
          {t.approve}
        </Button>
        <Button size="s" icon="close" onClick={() => setOpen('reject')}>
          {t.reject}
        </Button>
        {open === 'approve' ? <ApproveDialog refund={refund} onClose={close} /> : null}
        {open === 'reject' ? <RejectDialog refund={refund} onClose={close} /> : null}
      </div>
    )
  }
  if (refund.viewerCanPay) {
    return (
      <>
        <Button size="s" icon="send" onClick={() => setOpen('pay')}>
          {t.pay}
        </Button>
        {open === 'pay' ? <PayDialog refund={refund} onClose={close} /> : null}
      </>
    )
  }
  if (refund.state === 'REQUESTED') return <span className="soft">{t.others}</span>
  const isPaidByHand = refund.state === 'APPROVED' && refund.method !== 'PROVIDER'
  // Whoever decided does not hand the money out.
  if (isPaidByHand && refund.decidedBy?.id === account?.id) return <span className="soft">{t.othersPay}</span>
  return '—'
}
