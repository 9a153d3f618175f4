import type { Permission } from '@shared/gql/schema'

/** Every permission once; the type check finds one that the schema adds or drops. */
const ALL: Record<Permission, true> = {
  CHAPTER_SEE: true,
  CHAPTER_READ: true,
  CHAPTER_MANAGE: true,
  HELMSMAN_APPOINT: true,
  DEPUTY_APPOINT: true,
  POLICY_READ: true,
  POLICY_DRAFT: true,
  POLICY_PUBLISH: true,
  POLICY_REVOKE: true,
  POLICY_KEY_MANAGE: true,
  OVERRIDE_SET: true,
  DELIVERY_READ: true,
  DELIVERY_ACKNOWLEDGE: true,
  GRANT_READ: true,
  GRANT_MANAGE: true,
  ACCOUNT_MANAGE: true,
  ACCESS_EXPLAIN: true,
  AUDIT_READ: true,
  OPERATIONS_READ: true,
  OPERATIONS_MANAGE: true,
}

export const PERMISSIONS = Object.keys(ALL) as Permission[]
