import type {
  CardKind,
  CommissionState,
  InvoiceState,
  LedgerAccountKind,
  LedgerEntryKind,
  NoticeVerdict,
  OrderKind,
  OrderState,
  PaymentMethod,
  PaymentState,
  PointsReason,
  RefundRule,
  RefundState,
  TierKind,
} from '@shared/gql/schema'
import type { Language } from './language'
import { type Name, named } from './named'

const ORDER_STATES: Record<OrderState, Name> = {
  OPEN: { zh: '待支付', en: 'To be paid' },
  PAID: { zh: '已支付', en: 'Paid' },
  REFUNDING: { zh: '退款中', en: 'Refunding' },
  PARTLY_REFUNDED: { zh: '部分退款', en: 'Partly refunded' },
  REFUNDED: { zh: '已退款', en: 'Refunded' },
  EXPIRED: { zh: '超时未付', en: 'Not paid in time' },
  CANCELLED: { zh: '已取消', en: 'Called off' },
}

const ORDER_KINDS: Record<OrderKind, Name> = {
  PURCHASE: { zh: '首次购买', en: 'Purchase' },
  RENEWAL: { zh: '续费', en: 'Renewal' },
  UPGRADE: { zh: '升级', en: 'Upgrade' },
}

const PAYMENT_METHODS: Record<PaymentMethod, Name> = {
  PROVIDER: { zh: '在线支付', en: 'Online' },
  CASH: { zh: '现金', en: 'Cash' },
  TRANSFER: { zh: '转账', en: 'Bank transfer' },
}

const PAYMENT_STATES: Record<PaymentState, Name> = {
  STARTED: { zh: '已发起', en: 'Started' },
  SUCCEEDED: { zh: '已到账', en: 'Received' },
  FAILED: { zh: '未支付', en: 'Not paid' },
  MISMATCHED: { zh: '金额不符', en: 'Another amount' },
  SURPLUS: { zh: '重复支付，待退回', en: 'One too many, goes back' },
  RETURNED: { zh: '已退回', en: 'Gone back' },
  SENT_BACK: { zh: '金额不符，已退回', en: 'Another amount, gone back' },
}

const NOTICE_VERDICTS: Record<NoticeVerdict, Name> = {
  APPLY: { zh: '已入账', en: 'Booked' },
  DECLINED: { zh: '支付失败', en: 'Not paid' },
  REPEAT: { zh: '重复通知', en: 'Said before' },
  SURPLUS: { zh: '重复支付', en: 'One too many' },
  UNKNOWN_ORDER: { zh: '无此订单', en: 'No such order' },
  WRONG_AMOUNT: { zh: '金额不符', en: 'Another amount' },
}

const REFUND_STATES: Record<RefundState, Name> = {
  REQUESTED: { zh: '待审批', en: 'To be decided' },
  APPROVED: { zh: '待退款', en: 'To be paid' },
  PAID: { zh: '已退款', en: 'Paid' },
  REJECTED: { zh: '已驳回', en: 'Rejected' },
}

const REFUND_RULES: Record<RefundRule, Name> = {
  SEVEN_DAYS: { zh: '七天内全额', en: 'All of it, within seven days' },
  UNUSED_DAYS: { zh: '按未使用天数', en: 'By the days not begun' },
  NOTHING: { zh: '无可退金额', en: 'Nothing is left' },
}

const COMMISSION_STATES: Record<CommissionState, Name> = {
  ACCRUED: { zh: '退款期内', en: 'In the refund window' },
  FROZEN: { zh: '冻结期', en: 'Resting' },
  PAYABLE: { zh: '应付', en: 'Payable' },
  PAID: { zh: '已付', en: 'Paid' },
  REVERSED: { zh: '已冲回', en: 'Taken back' },
}

const LEDGER_ACCOUNTS: Record<LedgerAccountKind, Name> = {
  PROVIDER_MONEY: { zh: '支付渠道资金', en: 'Money at the provider' },
  BANK_TRANSFER: { zh: '银行转账收款', en: 'Bank, by transfer' },
  BANK_PAID_OUT: { zh: '银行已付出', en: 'Bank, paid out' },
  CHAPTER_CASH: { zh: '分舵代收现金', en: 'Cash with chapters' },
  HQ_REVENUE: { zh: '总部收入', en: 'Earned by headquarters' },
  CHAPTER_ACCRUED: { zh: '分舵待结分成', en: 'Chapters, not yet owed' },
  CHAPTER_PAYABLE: { zh: '应付分舵分成', en: 'Owed to chapters' },
  PROMOTER_ACCRUED: { zh: '推广人待结分成', en: 'Promoters, not yet owed' },
  PROMOTER_PAYABLE: { zh: '应付推广人分成', en: 'Owed to promoters' },
  REFUND_PAYABLE: { zh: '应付退款', en: 'Refunds owed' },
  SUSPENSE: { zh: '金额不符待处理', en: 'Of a wrong amount, on hold' },
  SURPLUS_PAYABLE: { zh: '应退多付款', en: 'Surplus owed' },
  TAX_PAYABLE: { zh: '应缴代扣税款', en: 'Withheld tax owed' },
}

const LEDGER_ENTRIES: Record<LedgerEntryKind, Name> = {
  PAYMENT_RECEIVED: { zh: '收到订单款', en: 'Order paid' },
  SUSPENSE_RECEIVED: { zh: '收到金额不符的款项', en: 'Wrong amount received' },
  SUSPENSE_RETURNED: { zh: '退回金额不符的款项', en: 'Wrong amount returned' },
  SUSPENSE_CORRECTED: { zh: '金额已更正', en: 'Wrong amount put right' },
  SURPLUS_RECEIVED: { zh: '收到多付款', en: 'Surplus received' },
  SURPLUS_RETURNED: { zh: '退回多付款', en: 'Surplus returned' },
  COMMISSION_FREED: { zh: '分成转为应付', en: 'Commission owed' },
  REFUND_DECIDED: { zh: '退款核准', en: 'Refund decided' },
  REFUND_PAID: { zh: '退款付出', en: 'Refund paid' },
  PAYOUT_MADE: { zh: '结算付款', en: 'Payout made' },
  TAX_REMITTED: { zh: '税款上缴', en: 'Tax handed over' },
  CASH_REMITTED: { zh: '分舵上缴现金', en: 'Cash sent in' },
  CASH_NETTED: { zh: '现金抵扣结算', en: 'Cash kept for a payout' },
  SHARE_MOVED: { zh: '分成划转', en: 'Share moved' },
  CLAWED_BACK: { zh: '分成追回', en: 'Clawed back' },
  DISPUTE_GRANTED: { zh: '异议补付', en: 'Granted to an objection' },
}

const INVOICE_STATES: Record<InvoiceState, Name> = {
  REQUESTED: { zh: '待开票', en: 'To be issued' },
  ISSUED: { zh: '已开票', en: 'Issued' },
  VOID: { zh: '已作废', en: 'Void' },
}

const POINTS_REASONS: Record<PointsReason, Name> = {
  ADJUSTMENT: { zh: '总部调整', en: 'By headquarters' },
  DAYS: { zh: '兑换天数', en: 'Turned into days' },
  EXPIRED: { zh: '到期', en: 'Expired' },
  IMPORT: { zh: '文件导入', en: 'From a file' },
  INVITED: { zh: '受邀奖励', en: 'For being invited' },
  INVITEE_PAID: { zh: '受邀人付费', en: 'Somebody invited paid' },
  INVITEE_REGISTERED: { zh: '受邀人注册', en: 'Somebody invited registered' },
  MERGE: { zh: '合并转入', en: 'By a merge' },
  REVERSAL: { zh: '冲回', en: 'Taken back' },
  SIGN_IN: { zh: '每日签到', en: 'Daily sign-in' },
}

const TIER_KINDS: Record<TierKind, Name> = {
  GUEST: { zh: '访客', en: 'Guest' },
  TRIAL: { zh: '体验', en: 'Trial' },
  ANNUAL: { zh: '年费', en: 'Annual' },
  GRANTED: { zh: '核准赠予', en: 'Granted' },
  GIFT_CARD: { zh: '礼品卡', en: 'Gift card' },
  CUSTOM: { zh: '自定义', en: 'Custom' },
}

const CARD_KINDS: Record<CardKind, Name> = {
  TRIAL: { zh: '体验卡', en: 'Trial cards' },
  ANNUAL: { zh: '年卡', en: 'Annual cards' },
  GIFT: { zh: '礼品卡', en: 'Gift cards' },
}

/** How an order stands: 待支付, "To be paid". */
export const orderStateName = (language: Language, value: OrderState) => named(ORDER_STATES, value, language)

/** What an order is for: 续费. */
export const orderKindName = (language: Language, value: OrderKind) => named(ORDER_KINDS, value, language)

/** How money came: 现金. */
export const paymentMethodName = (language: Language, value: PaymentMethod) =>
  named(PAYMENT_METHODS, value, language)

/** How a payment stands: 已到账. */
export const paymentStateName = (language: Language, value: PaymentState) =>
  named(PAYMENT_STATES, value, language)

/** What a provider's notice came to: 已入账. */
export const noticeVerdictName = (language: Language, value: NoticeVerdict) =>
  named(NOTICE_VERDICTS, value, language)

/** How a refund stands: 待审批. */
export const refundStateName = (language: Language, value: RefundState) =>
  named(REFUND_STATES, value, language)

/** By which rule a refund is counted: 按未使用天数. */
export const refundRuleName = (language: Language, value: RefundRule) => named(REFUND_RULES, value, language)

/** How a commission stands: 冻结期. */
export const commissionStateName = (language: Language, value: CommissionState) =>
  named(COMMISSION_STATES, value, language)

/** What an account of the ledger is for: 应付分舵分成. */
export const ledgerAccountName = (language: Language, value: LedgerAccountKind) =>
  named(LEDGER_ACCOUNTS, value, language)

/** What an entry of the ledger tells of: 收到订单款. */
export const ledgerEntryName = (language: Language, value: LedgerEntryKind) =>
  named(LEDGER_ENTRIES, value, language)

/** How a request for an invoice stands: 待开票. */
export const invoiceStateName = (language: Language, value: InvoiceState) =>
  named(INVOICE_STATES, value, language)

/** Why points came or went: 每日签到. */
export const pointsReasonName = (language: Language, value: PointsReason) =>
  named(POINTS_REASONS, value, language)

/** What makes a tier be what it is: 年费. */
export const tierKindName = (language: Language, value: TierKind) => named(TIER_KINDS, value, language)

/** What cards are for: 礼品卡. */
export const cardKindName = (language: Language, value: CardKind) => named(CARD_KINDS, value, language)

/** All kinds of accounts of the ledger, what we have before what we owe. */
export const LEDGER_ACCOUNT_KEYS = Object.keys(LEDGER_ACCOUNTS) as LedgerAccountKind[]

/** All states of an order, in the order in which one passes through them. */
export const ORDER_STATE_KEYS = Object.keys(ORDER_STATES) as OrderState[]

/** All kinds of tiers. */
export const TIER_KIND_KEYS = Object.keys(TIER_KINDS) as TierKind[]

/** All kinds of cards. */
export const CARD_KIND_KEYS = Object.keys(CARD_KINDS) as CardKind[]
