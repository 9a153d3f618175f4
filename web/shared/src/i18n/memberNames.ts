import type { ConsentPurpose, HomeSource, JoinedBy, MemberStanding, TermSource } from '@shared/gql/schema'
import type { Language } from './language'
import { type Name, named } from './named'

const STANDINGS: Record<MemberStanding, Name> = {
  GUEST: { zh: '访客', en: 'Guest' },
  TRIAL: { zh: '体验中', en: 'Trial' },
  ACTIVE: { zh: '有效', en: 'Active' },
  GRACE: { zh: '宽限期', en: 'Grace' },
  LAPSED: { zh: '已过期', en: 'Lapsed' },
  FROZEN: { zh: '冻结', en: 'Frozen' },
  REFUNDING: { zh: '退款中', en: 'Refunding' },
  REFUNDED: { zh: '已退款', en: 'Refunded' },
  ERASED: { zh: '已删除', en: 'Erased' },
}

/** The tiers that are built in. Headquarters adds others, which are told by their code. */
const TIERS: Record<string, Name> = {
  guest: { zh: '访客', en: 'Guest' },
  trial: { zh: '体验会员', en: 'Trial' },
  annual: { zh: '年费会员', en: 'Annual' },
  granted: { zh: '公益会员', en: 'Granted' },
  gift_card: { zh: '礼品卡会员', en: 'Gift card' },
}

const JOINED_BY: Record<JoinedBy, Name> = {
  CARD: { zh: '兑换卡', en: 'By a card' },
  CHAPTER: { zh: '分舵登记', en: 'Written down by a chapter' },
  HEADQUARTERS: { zh: '总部登记', en: 'Written down by headquarters' },
  IMPORT: { zh: '文件导入', en: 'From a file' },
  LINK: { zh: '推荐链接', en: 'Through a link' },
  ONESELF: { zh: '自行注册', en: 'Alone' },
}

const HOME_SOURCES: Record<HomeSource, Name> = {
  MEMBER_CHOICE: { zh: '会员选择或转入', en: 'Chosen, or moved there' },
  FIRST_CHECK_IN: { zh: '首次活动签到', en: 'First check-in' },
  DELIVERY_ADDRESS: { zh: '所在区划', en: 'By the division' },
  PHONE_REGION: { zh: '手机号归属地', en: 'By the phone' },
}

const TERM_SOURCES: Record<TermSource, Name> = {
  CARD: { zh: '兑换卡', en: 'Card' },
  GRANT: { zh: '总部赠予', en: 'Given by headquarters' },
  IMPORT: { zh: '文件导入', en: 'From a file' },
  POINTS: { zh: '积分兑换', en: 'Points' },
  PURCHASE: { zh: '购买', en: 'Bought' },
  REWARD: { zh: '邀请奖励', en: 'Earned by inviting' },
  TRIAL: { zh: '免费体验', en: 'Free trial' },
  UPGRADE: { zh: '升级', en: 'Upgrade' },
}

const PURPOSES: Record<ConsentPurpose, Name> = {
  SERVICE: { zh: '会员服务', en: 'The service' },
  SHARE_WITH_CHAPTER: { zh: '向归属分舵提供', en: 'Shared with the chapter' },
  MARKETING: { zh: '活动与优惠通知', en: 'Offers' },
  PUBLIC_DISPLAY: { zh: '公开展示姓名', en: 'Shown by name' },
  GUARDIAN: { zh: '监护人同意', en: 'A guardian’s' },
}

/** How a member stands: 宽限期, "Grace". */
export const standingName = (language: Language, value: MemberStanding) => named(STANDINGS, value, language)

/** A tier by its code: 年费会员, "Annual"; the code of one that headquarters added. */
export const tierName = (language: Language, code: string) => named(TIERS, code, language)

/** How somebody became a member: 分舵登记. */
export const joinedByName = (language: Language, value: JoinedBy) => named(JOINED_BY, value, language)

/** How a home was found: 首次活动签到. */
export const homeSourceName = (language: Language, value: HomeSource) => named(HOME_SOURCES, value, language)

/** Where a term comes from: 购买. */
export const termSourceName = (language: Language, value: TermSource) => named(TERM_SOURCES, value, language)

/** What a consent is for: 向归属分舵提供. */
export const purposeName = (language: Language, value: ConsentPurpose) => named(PURPOSES, value, language)

/** Every way to stand, from joining on. */
export const STANDING_KEYS = Object.keys(STANDINGS) as MemberStanding[]

/** The codes of the tiers that are built in, the lowest first. */
export const TIER_KEYS: readonly string[] = Object.keys(TIERS)

/** The purposes of consent, the one that nobody joins without first. */
export const PURPOSE_KEYS = Object.keys(PURPOSES) as ConsentPurpose[]
