import type {
  AccountKind,
  ChapterLevel,
  DeliveryState,
  Office,
  PolicyMode,
  Role,
  Urgency,
  VersionState,
} from '@shared/gql/schema'
import type { Language } from './language'
import { type Name, named } from './named'

const LEVELS: Record<ChapterLevel, Name> = {
  HEADQUARTERS: { zh: '总部', en: 'Headquarters' },
  PROVINCE: { zh: '省级', en: 'Province' },
  PREFECTURE: { zh: '地级', en: 'Prefecture' },
  COUNTY: { zh: '县级', en: 'County' },
}

const DELIVERY_STATES: Record<DeliveryState, Name> = {
  QUEUED: { zh: '待送达', en: 'On its way' },
  DELIVERED: { zh: '已送达', en: 'Delivered' },
  READ: { zh: '已读', en: 'Read' },
  ACKNOWLEDGED: { zh: '已确认', en: 'Acknowledged' },
  OVERDUE: { zh: '已逾期', en: 'Overdue' },
  STALE: { zh: '已失效', en: 'No longer owed' },
  EXEMPT: { zh: '免确认', en: 'Exempt' },
}

const VERSION_STATES: Record<VersionState, Name> = {
  DRAFT: { zh: '草稿', en: 'Draft' },
  PUBLISHED: { zh: '已发布', en: 'Published' },
  SUPERSEDED: { zh: '已被取代', en: 'Superseded' },
  REVOKED: { zh: '已撤销', en: 'Revoked' },
}

const ROLES: Record<Role, Name> = {
  HQ_ADMIN: { zh: '总部管理员', en: 'HQ administrator' },
  POLICY_AUTHOR: { zh: '政策起草人', en: 'Policy author' },
  POLICY_APPROVER: { zh: '政策审批人', en: 'Policy approver' },
  AUDITOR: { zh: '审计员', en: 'Auditor' },
  SUPERVISOR: { zh: '督导', en: 'Supervisor' },
  HELMSMAN: { zh: '舵手', en: 'Helmsman' },
  DEPUTY: { zh: '副舵手', en: 'Deputy' },
  FINANCE: { zh: '财务', en: 'Finance' },
  MEMBER_SERVICE: { zh: '会员服务', en: 'Member service' },
}

const MODES: Record<PolicyMode, Name> = {
  LOCKED: { zh: '锁定', en: 'Locked' },
  BOUNDED: { zh: '限定', en: 'Bounded' },
  OPEN: { zh: '开放', en: 'Open' },
}

const URGENCIES: Record<Urgency, Name> = {
  NORMAL: { zh: '普通', en: 'Normal' },
  URGENT: { zh: '加急', en: 'Urgent' },
}

const OFFICES: Record<Office, Name> = {
  HELMSMAN: { zh: '舵手', en: 'Helmsman' },
  DEPUTY: { zh: '副舵手', en: 'Deputy' },
}

const ACCOUNT_KINDS: Record<AccountKind, Name> = {
  STAFF: { zh: '总部员工', en: 'Staff' },
  HELMSMAN: { zh: '舵手', en: 'Helmsman' },
  MEMBER: { zh: '会员', en: 'Member' },
}

/** 省级, "Province". */
export const levelName = (language: Language, value: ChapterLevel) => named(LEVELS, value, language)

/** How a version stands with a chapter: 已确认, "Acknowledged". */
export const deliveryStateName = (language: Language, value: DeliveryState) =>
  DELIVERY_STATES[value][language]

/** 草稿, "Draft". */
export const versionStateName = (language: Language, value: VersionState) =>
  named(VERSION_STATES, value, language)

/** 督导, "Supervisor". */
export const roleName = (language: Language, value: Role) => named(ROLES, value, language)

/** What chapters below may do with a value: 限定, "Bounded". */
export const modeName = (language: Language, value: PolicyMode) => named(MODES, value, language)

/** 加急, "Urgent". */
export const urgencyName = (language: Language, value: Urgency) => named(URGENCIES, value, language)

/** 副舵手, "Deputy". */
export const officeName = (language: Language, value: Office) => named(OFFICES, value, language)

/** 总部员工, "Staff". */
export const accountKindName = (language: Language, value: AccountKind) =>
  named(ACCOUNT_KINDS, value, language)
