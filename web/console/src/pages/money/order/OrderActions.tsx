import { execute } from '@shared/api'
import { defineMessages, useMessages } from '@shared/i18n'
import { Button } from '@shared/ui'
import { useState } from 'react'
import { CancelOrderDocument } from '../../../gql/graphql'
import type { OrderFacts } from '../queries'
import { SureDialog } from '../SureDialog'
import { RecordDialog } from './RecordDialog'
import { RefundRequestDialog } from './RefundRequestDialog'

const messages = defineMessages({
  zh: {
    record: '登记收款',
    refund: '申请退款',
    cancel: '取消订单',
    cancelText: '未支付的订单会被取消；已经在路上的支付仍会让它生效。',
    cancelled: '订单已取消',
  },
  en: {
    record: 'Record a payment',
    refund: 'Ask for a refund',
    cancel: 'Call it off',
    cancelText: 'The order was not paid and is called off. A payment on its way pays it all the same.',
    cancelled: 'The order is called off',
  },
})

/** What the reader may do with an order now. */
export function OrderActions({ order }: { order: OrderFacts }) {
  const t = useMessages(messages)
  const [open, setOpen] = useState<'record' | 'refund' | 'cancel' | null>(null)
  const close = () => setOpen(null)
  return (
    <>
      {order.viewerCanRecordPayment ? (
        <Button icon="check" onClick={() => setOpen('record')}>
          {t.record}
        </Button>
      ) : null}
      {order.viewerCanCancel ? (
        <Button icon="close" onClick={() => setOpen('cancel')}>
          {t.cancel}
        </Button>
      ) : null}
      {order.viewerCanRequestRefund ? (
        <Button icon="undo" onClick={() => setOpen('refund')}>
          {t.refund}
        </Button>
      ) : null}
      {open === 'record' ? <RecordDialog order={order} onClose={close} /> : null}
      {open === 'cancel' ? <CancelDialog id={order.id} onClose={close} /> : null}
      {open === 'refund' ? <RefundRequestDialog order={order} onClose={close} /> : null}
    </>
  )
}

function CancelDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useMessages(messages)
  return (
    <SureDialog
      danger
      title={t.cancel}
      done={t.cancelled}
      perform={async requestKey =>
        (await execute(CancelOrderDocument, { input: { id, requestKey } })).orderCancel
      }
      onClose={onClose}
    >
      <p>{t.cancelText}</p>
    </SureDialog>
  )
}
