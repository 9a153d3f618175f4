import type {
  AccountKind,
  ChapterLevel,
  DeliveryState,
  Office,
  Permission,
  PolicyMode,
  Role,
  Urgency,
  VersionState,
} from '@shared/gql/schema'
import type { Language } from './language'

/** A name in every language. */
type Name = Record<Language, string>

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
}

const PERMISSIONS: Record<Permission, Name> = {
  ACCESS_EXPLAIN: { zh: '查询他人权限的来由', en: 'Explain others’ access' },
  ACCOUNT_MANAGE: { zh: '管理员工账号', en: 'Manage staff accounts' },
  AUDIT_READ: { zh: '查看审计日志', en: 'Read the audit log' },
  CHAPTER_MANAGE: { zh: '管理分舵', en: 'Manage chapters' },
  CHAPTER_READ: { zh: '查看分舵详情', en: 'Read chapter details' },
  CHAPTER_SEE: { zh: '看到分舵', en: 'See the chapter' },
  DELIVERY_ACKNOWLEDGE: { zh: '确认收悉', en: 'Acknowledge policies' },
  DELIVERY_READ: { zh: '查看送达情况', en: 'Read deliveries' },
  DEPUTY_APPOINT: { zh: '任免副舵手', en: 'Appoint deputies' },
  GRANT_MANAGE: { zh: '授予与收回角色', en: 'Give and end roles' },
  GRANT_READ: { zh: '查看授权', en: 'Read grants' },
  HELMSMAN_APPOINT: { zh: '任免舵手', en: 'Appoint helmsmen' },
  OPERATIONS_MANAGE: { zh: '处理运行问题', en: 'Handle operations' },
  OPERATIONS_READ: { zh: '查看系统运行', en: 'Read operations' },
  OVERRIDE_SET: { zh: '设置本地值', en: 'Set local values' },
  POLICY_DRAFT: { zh: '起草政策', en: 'Draft policies' },
  POLICY_KEY_MANAGE: { zh: '维护政策目录', en: 'Manage the policy catalogue' },
  POLICY_PUBLISH: { zh: '发布政策', en: 'Publish policies' },
  POLICY_READ: { zh: '查看政策', en: 'Read policies' },
  POLICY_REVOKE: { zh: '撤销政策', en: 'Revoke policies' },
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
}

/** A name; the value itself where the server is newer than this page and knows more of them. */
function named<T extends string>(names: Record<T, Name>, value: T, language: Language): string {
  return (names as Partial<Record<T, Name>>)[value]?.[language] ?? value
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

/** What a permission lets one do: 发布政策, "Publish policies". */
export const permissionName = (language: Language, value: Permission) => named(PERMISSIONS, value, language)

/** What chapters below may do with a value: 限定, "Bounded". */
export const modeName = (language: Language, value: PolicyMode) => named(MODES, value, language)

/** 加急, "Urgent". */
export const urgencyName = (language: Language, value: Urgency) => named(URGENCIES, value, language)

/** 副舵手, "Deputy". */
export const officeName = (language: Language, value: Office) => named(OFFICES, value, language)

/** 总部员工, "Staff". */
export const accountKindName = (language: Language, value: AccountKind) =>
  named(ACCOUNT_KINDS, value, language)
