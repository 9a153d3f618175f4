import type { AttributionCredit, ReferralChannel, ReferralFlag, ReferralState } from '@shared/gql/schema'
import type { Language } from './language'
import { type Name, named } from './named'

const CHANNELS: Record<ReferralChannel, Name> = {
  POSTER: { zh: '海报等印刷品', en: 'Posters and paper' },
  OFFLINE: { zh: '当面或活动现场', en: 'Face to face' },
  CHAT: { zh: '聊天或群', en: 'Chat' },
  CONTENT: { zh: '文章或视频', en: 'Articles and videos' },
  APP: { zh: '应用内', en: 'In the app' },
  OTHER: { zh: '其他', en: 'Other' },
}

const STATES: Record<ReferralState, Name> = {
  CREATED: { zh: '已打开', en: 'Opened' },
  BOUND: { zh: '已绑定', en: 'Bound' },
  REGISTERED: { zh: '已注册', en: 'Registered' },
  CONVERTED: { zh: '已付费', en: 'Paid' },
  QUALIFIED: { zh: '已达标', en: 'Qualified' },
  REWARDED: { zh: '已奖励', en: 'Rewarded' },
  EXPIRED: { zh: '已过期', en: 'Expired' },
  REJECTED: { zh: '已驳回', en: 'Rejected' },
  REVERSED: { zh: '已撤回', en: 'Reversed' },
}

const FLAGS: Record<ReferralFlag, Name> = {
  SAME_DEVICE: { zh: '同一部手机', en: 'Same device' },
  SAME_PAYER: { zh: '同一付款人', en: 'Same payer' },
  SAME_PHONE: { zh: '同一手机号', en: 'Same phone' },
  TOO_MANY_FROM_ADDRESS: { zh: '同一网络过多', en: 'Too many from one address' },
}

const CREDITS: Record<AttributionCredit, Name> = {
  LINK: { zh: '推广链接', en: 'A link' },
  HOME: { zh: '所在区划的分舵', en: 'The chapter of the division' },
  HEADQUARTERS: { zh: '总部', en: 'Headquarters' },
}

/** Where a link is shared: 海报等印刷品. */
export const channelName = (language: Language, value: ReferralChannel) => named(CHANNELS, value, language)

/** How far an invitation is: 已注册. */
export const referralStateName = (language: Language, value: ReferralState) => named(STATES, value, language)

/** What looks wrong with an invitation: 同一部手机. */
export const referralFlagName = (language: Language, value: ReferralFlag) => named(FLAGS, value, language)

/** What a member is credited to: 推广链接. */
export const creditName = (language: Language, value: AttributionCredit) => named(CREDITS, value, language)

/** All channels. */
export const CHANNEL_KEYS = Object.keys(CHANNELS) as ReferralChannel[]
