import { defineMessages, useMessages } from '@shared/i18n'
import { Day } from '@shared/members'
import { Badge } from '@shared/ui'

const messages = defineMessages({ zh: { overdue: '已超期' }, en: { overdue: 'Overdue' } })

/** The day until which a refund is to be paid, and whether that has passed. */
export function PayBy({ refund }: { refund: { payBy: string; isOverdue: boolean } }) {
  const t = useMessages(messages)
  return (
    <>
      <Day on={refund.payBy} /> {refund.isOverdue ? <Badge tone="bad">{t.overdue}</Badge> : null}
    </>
  )
}
