import type {
  DisputeState,
  OutsideLevel,
  PayeeKind,
  PayoutState,
  StatementLineKind,
  StatementState,
  TerritoryCaseState,
  TerritoryRuling,
} from '@shared/gql/schema'
import type { Language } from './language'
import { type Name, named } from './named'

const STATEMENT_STATES: Record<StatementState, Name> = {
  ISSUED: { zh: '待结算', en: 'To be settled' },
  PAID: { zh: '已结算', en: 'Paid' },
  CARRIED_OVER: { zh: '结转下期', en: 'Carried over' },
}

const STATEMENT_LINES: Record<StatementLineKind, Name> = {
  ACCRUED: { zh: '新增', en: 'Accrued' },
  REVERSED: { zh: '冲回', en: 'Taken back' },
  CLAWED_BACK: { zh: '追回', en: 'Clawed back' },
  PAID: { zh: '已付', en: 'Paid out' },
}

const PAYOUT_STATES: Record<PayoutState, Name> = {
  PREPARED: { zh: '待发出', en: 'Prepared' },
  SENT: { zh: '已发出', en: 'Sent' },
  MADE: { zh: '已到账', en: 'Made' },
  FAILED: { zh: '失败', en: 'Failed' },
}

const PAYEES: Record<PayeeKind, Name> = {
  COMPANY: { zh: '企业', en: 'Company' },
  INDIVIDUAL: { zh: '个人', en: 'Individual' },
}

const DISPUTE_STATES: Record<DisputeState, Name> = {
  OPEN: { zh: '待答复', en: 'To be answered' },
  ANSWERED: { zh: '待裁定', en: 'To be ruled on' },
  UPHELD: { zh: '异议成立', en: 'Upheld' },
  REJECTED: { zh: '异议不成立', en: 'Rejected' },
  LAPSED: { zh: '已失效', en: 'Lapsed' },
}

const OUTSIDE_LEVELS: Record<OutsideLevel, Name> = {
  FINE: { zh: '正常', en: 'Fine' },
  ALERT: { zh: '预警', en: 'Alert' },
  CASE: { zh: '立案', en: 'Case' },
}

const CASE_STATES: Record<TerritoryCaseState, Name> = {
  OPEN: { zh: '待裁定', en: 'To be ruled on' },
  RULED: { zh: '已裁定', en: 'Ruled on' },
  DISMISSED: { zh: '不予追究', en: 'Dismissed' },
}

const RULINGS: Record<TerritoryRuling, Name> = {
  WARNING: { zh: '警告并划转分成', en: 'Warning, the share moves' },
  CLAWBACK: { zh: '划转并追回一倍', en: 'The share moves, and as much is clawed back' },
  SUSPENSION: { zh: '建议停职', en: 'Suspension is advised' },
}

/** How a statement stands: 待结算. */
export const statementStateName = (language: Language, value: StatementState) =>
  named(STATEMENT_STATES, value, language)

/** What a line of a statement does: 冲回. */
export const statementLineName = (language: Language, value: StatementLineKind) =>
  named(STATEMENT_LINES, value, language)

/** How a payout stands: 已发出. */
export const payoutStateName = (language: Language, value: PayoutState) =>
  named(PAYOUT_STATES, value, language)

/** Who is paid: 企业. */
export const payeeName = (language: Language, value: PayeeKind) => named(PAYEES, value, language)

/** How an objection stands: 待答复. */
export const disputeStateName = (language: Language, value: DisputeState) =>
  named(DISPUTE_STATES, value, language)

/** How much was sold outside the territory: 预警. */
export const outsideLevelName = (language: Language, value: OutsideLevel) =>
  named(OUTSIDE_LEVELS, value, language)

/** How a case of sales outside the territory stands: 已裁定. */
export const territoryCaseStateName = (language: Language, value: TerritoryCaseState) =>
  named(CASE_STATES, value, language)

/** What follows from such a case: 警告并划转分成. */
export const territoryRulingName = (language: Language, value: TerritoryRuling) =>
  named(RULINGS, value, language)
