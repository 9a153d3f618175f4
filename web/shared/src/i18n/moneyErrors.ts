import type { UserErrorCode } from '@shared/gql/schema'
import type { Language } from './language'

/** What is wrong where money is about, and what to do about it. */
export const MONEY_ERRORS: Record<Extract<UserErrorCode, `MONEY_${string}`>, Record<Language, string>> = {
  MONEY_AMOUNT_INVALID: {
    zh: '金额不正确。请填写大于零的金额。',
    en: 'The amount is no good. Enter one above zero.',
  },
  MONEY_AMOUNT_MISMATCH: {
    zh: '金额与订单不符。请核对订单金额。',
    en: 'The amount is not that of the order. Check the order.',
  },
  MONEY_DISPUTE_STATE: {
    zh: '该异议当前的状态不允许此操作。请刷新页面查看。',
    en: 'The dispute’s state does not allow it. Refresh the page.',
  },
  MONEY_DISPUTE_TOO_LATE: {
    zh: '对账单须在 15 天内提出异议，现已超过期限。',
    en: 'A statement can be objected to for 15 days, and these are over.',
  },
  MONEY_INVOICE_INVALID: {
    zh: '发票抬头或税号不正确，或已申请过。请核对。',
    en: 'The invoice’s title or tax number is no good, or it was asked for already. Check it.',
  },
  MONEY_ORDER_STATE: {
    zh: '订单当前的状态不允许此操作。请刷新页面查看。',
    en: 'The order’s state does not allow it. Refresh the page.',
  },
  MONEY_ORDER_UNKNOWN: {
    zh: '没有这个订单。请核对订单号。',
    en: 'There is no such order. Check its number.',
  },
  MONEY_PAYMENT_UNKNOWN: {
    zh: '没有这笔支付。请核对支付单号。',
    en: 'There is no such payment. Check its number.',
  },
  MONEY_PAYOUT_STATE: {
    zh: '该笔结算当前的状态不允许此操作。请刷新页面查看。',
    en: 'The payout’s state does not allow it. Refresh the page.',
  },
  MONEY_PAYOUT_ON_THE_WAY: {
    zh: '该收款人另有一笔付款在途，税额取决于它。请等银行到账或退回后再准备。',
    en: 'Another payout is on its way to this person, whose tax depends on it. Wait until the bank has made or refused it.',
  },
  MONEY_PAYOUT_MONTH_OVER: {
    zh: '个人按月计税，这笔付款的月份已过。请登记失败，再重新准备。',
    en: 'A person is taxed by the month, and that of this payout is over. Record that it failed, and prepare it anew.',
  },
  MONEY_REASON_REQUIRED: {
    zh: '请填写理由，须为 1 到 200 个字。',
    en: 'A reason of 1 to 200 characters is needed.',
  },
  MONEY_REFUND_NOTHING: {
    zh: '该订单没有可退的金额。',
    en: 'Nothing of this order is left to be refunded.',
  },
  MONEY_REFUND_STATE: {
    zh: '该笔退款当前的状态不允许此操作。请刷新页面查看。',
    en: 'The refund’s state does not allow it. Refresh the page.',
  },
  MONEY_SIGNATURE_INVALID: {
    zh: '支付通知的签名不符，未予处理。请联系支付服务商。',
    en: 'The signature of the payment notice does not match. Ask the payment provider.',
  },
  MONEY_SPLIT_INVALID: {
    zh: '分账比例不正确。请修改各方份额。',
    en: 'The parts of the split are no good. Change them.',
  },
  MONEY_STATEMENT_NOT_DUE: {
    zh: '该月尚未结束，或对账单尚未到出具时间。请到期后再试。',
    en: 'The month is not over, or its statement is not due yet. Try again then.',
  },
  MONEY_STATEMENT_STATE: {
    zh: '对账单当前的状态不允许此操作。请刷新页面查看。',
    en: 'The statement’s state does not allow it. Refresh the page.',
  },
}
