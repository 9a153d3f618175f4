/*
 * Money on pages. It is no part of what every page needs at once, so its words are exported here and not beside the others:
 * the pages that come later bring them along.
 */
export {
  CARD_KIND_KEYS,
  cardKindName,
  commissionStateName,
  invoiceStateName,
  LEDGER_ACCOUNT_KEYS,
  ledgerAccountName,
  ledgerEntryName,
  noticeVerdictName,
  ORDER_STATE_KEYS,
  orderKindName,
  orderStateName,
  paymentMethodName,
  paymentStateName,
  pointsReasonName,
  refundRuleName,
  refundStateName,
  TIER_KIND_KEYS,
  tierKindName,
} from '@shared/i18n/moneyNames'
export {
  disputeStateName,
  outsideLevelName,
  payeeName,
  payoutStateName,
  statementLineName,
  statementStateName,
  territoryCaseStateName,
  territoryRulingName,
} from '@shared/i18n/settlementNames'
export { CommissionBadge, OrderBadge, PaymentBadge, RefundBadge } from './badges'
export { Contract } from './Contract'
export { CONTRACT_VERSION } from './contractText'
export { csvText } from './csv'
export { download, downloadCsv } from './download'
export { Fen } from './Fen'
export { fenOf, fenText, yuanText } from './fen'
export { MoneyInput } from './MoneyInput'
export { DisputeBadge, PayoutBadge, StatementBadge } from './settlementBadges'
export { forSale, type OfferedTier, priceOf, tierTitle } from './tiers'
