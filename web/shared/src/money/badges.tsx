import type { CommissionState, OrderState, PaymentState, RefundState } from '@shared/gql/schema'
import { useLanguage } from '@shared/i18n'
import {
  commissionStateName,
  orderStateName,
  paymentStateName,
  refundStateName,
} from '@shared/i18n/moneyNames'
import { Badge } from '@shared/ui'
import { COMMISSION_LOOKS, ORDER_LOOKS, PAYMENT_LOOKS, REFUND_LOOKS } from './looks'

/** How an order stands. */
export function OrderBadge({ state }: { state: OrderState }) {
  const { language } = useLanguage()
  return <Badge {...ORDER_LOOKS[state]}>{orderStateName(language, state)}</Badge>
}

/** How a payment stands. */
export function PaymentBadge({ state }: { state: PaymentState }) {
  const { language } = useLanguage()
  return <Badge {...PAYMENT_LOOKS[state]}>{paymentStateName(language, state)}</Badge>
}

/** How a refund stands. */
export function RefundBadge({ state }: { state: RefundState }) {
  const { language } = useLanguage()
  return <Badge {...REFUND_LOOKS[state]}>{refundStateName(language, state)}</Badge>
}

/** How a commission stands. */
export function CommissionBadge({ state }: { state: CommissionState }) {
  const { language } = useLanguage()
  return <Badge {...COMMISSION_LOOKS[state]}>{commissionStateName(language, state)}</Badge>
}
