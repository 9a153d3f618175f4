import type { UserErrorCode } from '@shared/gql/schema'
import type { Language } from './language'

/** What is wrong with a member's affairs and what to do about it. */
export const MEMBER_ERRORS: Record<
  Extract<UserErrorCode, `${'GROWTH' | 'MEMBERS'}_${string}`>,
  Record<Language, string>
> = {
  GROWTH_LINK_ENDED: {
    zh: '该推荐链接已失效。请向推荐人索取新链接。',
    en: 'This link has ended. Ask whoever sent it for a new one.',
  },
  GROWTH_LINK_INVALID: {
    zh: '活动名称不正确，或已有太多链接在用。请修改名称，或先停用几个链接。',
    en: 'The campaign’s name is no good, or too many links are open. Change it, or end some of them.',
  },
  GROWTH_LINK_UNKNOWN: {
    zh: '没有这个推荐链接。请核对后重新打开。',
    en: 'There is no such link. Check it and open it again.',
  },
  GROWTH_REASON_REQUIRED: {
    zh: '请写明推荐审核的理由，1 到 200 个字。',
    en: 'Say why about this referral, in 1 to 200 characters.',
  },
  GROWTH_SELF_REFERRAL: {
    zh: '不能推荐自己。请让他人使用此链接。',
    en: 'Nobody invites themselves. Give the link to somebody else.',
  },
  GROWTH_STATE: {
    zh: '该推荐当前的状态不允许此操作。请刷新页面查看最新状态。',
    en: 'The referral’s state does not allow it. Refresh the page to see how it stands.',
  },
  GROWTH_VISITOR_INVALID: {
    zh: '这部手机的访客标识不正确。请刷新页面后重新打开链接。',
    en: 'The token of this phone is no good. Reload the page and open the link again.',
  },
  MEMBERS_BIRTH_YEAR_INVALID: {
    zh: '出生年份不正确。请填写四位年份，例如 1990。',
    en: 'This is no year of birth. Enter four digits such as 1990.',
  },
  MEMBERS_CARD_EXPIRED: {
    zh: '该卡已过有效期，无法兑换。请向发卡方咨询。',
    en: 'The card’s time is over. Ask whoever issued it.',
  },
  MEMBERS_CARD_INVALID: {
    zh: '这批卡的数量或有效期不正确。请修改后重试。',
    en: 'The number of cards or their days are no good. Change them and try again.',
  },
  MEMBERS_CARD_UNKNOWN: {
    zh: '没有这张卡。请核对卡号后重新输入。',
    en: 'No card has this code. Check it and enter it again.',
  },
  MEMBERS_CARD_USED: {
    zh: '该卡已被兑换或已作废，不能再用。',
    en: 'The card was redeemed already, or is void.',
  },
  MEMBERS_CONSENT_INVALID: {
    zh: '同意的用途或文本版本不正确。请刷新页面后重试。',
    en: 'The purpose or the version of the text is no good. Refresh the page and try again.',
  },
  MEMBERS_CONSENT_REQUIRED: {
    zh: '会员尚未就此表示同意。请先征得本人同意并登记。',
    en: 'The member has not consented to this. Ask for the consent and record it first.',
  },
  MEMBERS_ERASED: {
    zh: '该会员的个人资料已删除，无法再操作。',
    en: 'This person was erased, so nothing can be done any more.',
  },
  MEMBERS_FOLLOW_INVALID: {
    zh: '不能关注归属分舵或已关闭的分舵。请另选一个。',
    en: 'The home chapter and closed ones cannot be followed. Choose another one.',
  },
  MEMBERS_FREEZE_TOO_LONG: {
    zh: '每个会期最多冻结 90 天。请缩短冻结时间。',
    en: 'A membership rests for 90 days a term at most. Choose a shorter time.',
  },
  MEMBERS_GUARDIAN_REQUIRED: {
    zh: '未满 14 周岁须先取得监护人同意，由总部登记后才能继续。',
    en: 'A guardian must consent for a person under 14: headquarters records it first.',
  },
  MEMBERS_HOME_INVALID: {
    zh: '不能归属到此处：分舵已关闭或已是归属分舵，或没有这个区划。请另选。',
    en: 'This cannot be the home: the chapter is closed or is the home already, or there is no such division. Choose another one.',
  },
  MEMBERS_HOME_TOO_SOON: {
    zh: '归属分舵每 180 天只能更换一次。请到期后再换。',
    en: 'A home chapter changes once in 180 days. Wait until then.',
  },
  MEMBERS_MERGE_MISMATCH: {
    zh: '这两位会员不能合并。请核对后另选。',
    en: 'These two members cannot be merged. Check them and choose again.',
  },
  MEMBERS_MERGE_REFUSED: {
    zh: '这两位会员现在不能合并。请按所列原因处理后再试。',
    en: 'The two cannot be merged now. See to the reasons that are listed, then try again.',
  },
  MEMBERS_NAME_INVALID: {
    zh: '会员姓名须为 1 到 60 个字，首尾不能有空格或特殊字符。请修改。',
    en: 'A member’s name has 1 to 60 characters, and no blanks at its ends or special characters. Change it.',
  },
  MEMBERS_PHONE_TAKEN: {
    zh: '该手机号已是会员。请用完整手机号查找。',
    en: 'Somebody with this phone is a member already. Look for them by the whole number.',
  },
  MEMBERS_POINTS_INVALID: {
    zh: '积分数不正确。请填写大于零的整数。',
    en: 'The number of points is no good. Enter a whole number above zero.',
  },
  MEMBERS_POINTS_SHORT: {
    zh: '积分不足。请减少使用的积分。',
    en: 'There are not enough points. Use fewer.',
  },
  MEMBERS_PRICE_OUT_OF_BOUNDS: {
    zh: '价格超出现行政策允许的范围。请按政策修改。',
    en: 'The price is outside what the policy in force allows. Keep to its limits.',
  },
  MEMBERS_REASON_REQUIRED: {
    zh: '请写明理由，1 到 200 个字。',
    en: 'Say why, in 1 to 200 characters.',
  },
  MEMBERS_REVEAL_LIMIT: {
    zh: '一小时内查看明文的会员过多。请稍后再看。',
    en: 'Too many members were revealed to you within an hour. Go on later.',
  },
  MEMBERS_STATE_REFUSES: {
    zh: '会员当前的会籍状态不允许此操作。请刷新页面查看最新状态。',
    en: 'The member’s standing does not allow it. Refresh the page to see how it stands.',
  },
  MEMBERS_TIER_EXISTS: {
    zh: '该会员等级已存在。请换一个代码。',
    en: 'There is such a tier already. Choose another code.',
  },
  MEMBERS_TIER_INVALID: {
    zh: '会员等级的代码、名称、天数、价格或权益不正确。请修改。',
    en: 'The tier’s code, name, days, price or benefits are no good. Change them.',
  },
  MEMBERS_TIER_UNKNOWN: {
    zh: '没有这个会员等级，或已停售。请另选一个。',
    en: 'There is no such tier, or it is not sold. Choose another one.',
  },
  MEMBERS_TRIAL_USED: {
    zh: '该手机号已用过免费体验，每个手机号限一次。',
    en: 'This phone has had its one free trial.',
  },
  MEMBERS_UNMERGE_REFUSED: {
    zh: '这次合并不能再撤回：转入的天数或积分已被使用，或之后又有变动。',
    en: 'The merge cannot be undone any more: days or points that came along were used, or more has changed since.',
  },
  MEMBERS_UNMERGE_TOO_LATE: {
    zh: '合并已超过 30 天，不能再撤回。',
    en: 'A merge can be taken back for 30 days, and these are over.',
  },
}
