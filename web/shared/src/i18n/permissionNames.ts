import type { Permission } from '@shared/gql/schema'
import type { Language } from './language'
import { type Name, named } from './named'

const PERMISSIONS: Record<Permission, Name> = {
  ACCESS_EXPLAIN: { zh: '查询他人权限的来由', en: 'Explain others’ access' },
  ACCOUNT_MANAGE: { zh: '管理员工账号', en: 'Manage staff accounts' },
  AUDIT_READ: { zh: '查看审计日志', en: 'Read the audit log' },
  CARD_ISSUE: { zh: '制发与作废卡', en: 'Issue and void cards' },
  CARD_READ: { zh: '查看卡', en: 'Read cards' },
  CHAPTER_MANAGE: { zh: '管理分舵', en: 'Manage chapters' },
  CHAPTER_READ: { zh: '查看分舵详情', en: 'Read chapter details' },
  CHAPTER_SEE: { zh: '看到分舵', en: 'See the chapter' },
  DELIVERY_ACKNOWLEDGE: { zh: '确认收悉', en: 'Acknowledge policies' },
  DELIVERY_READ: { zh: '查看送达情况', en: 'Read deliveries' },
  DEPUTY_APPOINT: { zh: '任免副舵手', en: 'Appoint deputies' },
  DISPUTE_OPEN: { zh: '对账单提出异议', en: 'Object to statements' },
  GRANT_MANAGE: { zh: '授予与收回角色', en: 'Give and end roles' },
  GRANT_READ: { zh: '查看授权', en: 'Read grants' },
  HELMSMAN_APPOINT: { zh: '任免舵手', en: 'Appoint helmsmen' },
  LEDGER_READ: { zh: '查看台账', en: 'Read the ledger' },
  MEMBER_COUNT: { zh: '查看会员人数', en: 'See how many members there are' },
  MEMBER_IMPORT: { zh: '导入会员', en: 'Import members' },
  MEMBER_MANAGE: { zh: '管理会员', en: 'Manage members' },
  MEMBER_READ: { zh: '查看会员（脱敏）', en: 'Read members, masked' },
  MEMBER_REGISTER: { zh: '登记会员', en: 'Register members' },
  MEMBER_REVEAL: { zh: '查看会员明文', en: 'See members in clear' },
  OPERATIONS_MANAGE: { zh: '处理运行问题', en: 'Handle operations' },
  OPERATIONS_READ: { zh: '查看系统运行', en: 'Read operations' },
  ORDER_MANAGE: { zh: '代办订单', en: 'Handle orders' },
  ORDER_READ: { zh: '查看订单', en: 'Read orders' },
  OVERRIDE_SET: { zh: '设置本地值', en: 'Set local values' },
  PAYMENT_RECORD: { zh: '登记收款', en: 'Record payments' },
  POLICY_DRAFT: { zh: '起草政策', en: 'Draft policies' },
  POLICY_KEY_MANAGE: { zh: '维护政策目录', en: 'Manage the policy catalogue' },
  POLICY_PUBLISH: { zh: '发布政策', en: 'Publish policies' },
  POLICY_READ: { zh: '查看政策', en: 'Read policies' },
  POLICY_REVOKE: { zh: '撤销政策', en: 'Revoke policies' },
  REFERRAL_MANAGE: { zh: '管理推荐链接', en: 'Manage referral links' },
  REFERRAL_READ: { zh: '查看推荐', en: 'Read referrals' },
  REFUND_DECIDE: { zh: '审批退款', en: 'Decide refunds' },
  SETTLEMENT_MANAGE: { zh: '管理结算', en: 'Manage settlements' },
  STATEMENT_READ: { zh: '查看对账单', en: 'Read statements' },
  TIER_MANAGE: { zh: '管理会员等级', en: 'Manage tiers' },
  TIER_PRICE_SET: { zh: '设置本地价格', en: 'Set local prices' },
}

/** What a permission lets one do: 发布政策, "Publish policies". */
export const permissionName = (language: Language, value: Permission) => named(PERMISSIONS, value, language)
