import type { CommissionState, OrderState, PaymentState, RefundState } from '@shared/gql/schema'
import type { StateLook } from '@shared/ui'

/** How an order's state looks wherever it is shown. */
export const ORDER_LOOKS: Record<OrderState, StateLook> = {
  OPEN: { tone: 'info', icon: 'clock' },
  PAID: { tone: 'good', icon: 'check' },
  REFUNDING: { tone: 'warn', icon: 'sync' },
  PARTLY_REFUNDED: { tone: 'neutral', icon: 'undo' },
  REFUNDED: { tone: 'neutral', icon: 'undo' },
  EXPIRED: { tone: 'neutral', icon: 'clock' },
  CANCELLED: { tone: 'neutral', icon: 'minus' },
}

/** How a payment's state looks. */
export const PAYMENT_LOOKS: Record<PaymentState, StateLook> = {
  STARTED: { tone: 'info', icon: 'clock' },
  SUCCEEDED: { tone: 'good', icon: 'check' },
  FAILED: { tone: 'neutral', icon: 'minus' },
  MISMATCHED: { tone: 'bad', icon: 'alert' },
  SURPLUS: { tone: 'warn', icon: 'undo' },
  RETURNED: { tone: 'neutral', icon: 'undo' },
  SENT_BACK: { tone: 'neutral', icon: 'undo' },
}

/** How a refund's state looks. */
export const REFUND_LOOKS: Record<RefundState, StateLook> = {
  REQUESTED: { tone: 'warn', icon: 'clock' },
  APPROVED: { tone: 'info', icon: 'send' },
  PAID: { tone: 'good', icon: 'check' },
  REJECTED: { tone: 'neutral', icon: 'close' },
}

/** How a commission's state looks. */
export const COMMISSION_LOOKS: Record<CommissionState, StateLook> = {
  ACCRUED: { tone: 'neutral', icon: 'clock' },
  FROZEN: { tone: 'info', icon: 'lock' },
  PAYABLE: { tone: 'warn', icon: 'send' },
  PAID: { tone: 'good', icon: 'check' },
  REVERSED: { tone: 'neutral', icon: 'undo' },
}
