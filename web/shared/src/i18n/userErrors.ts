import type { UserErrorCode } from '@shared/gql/schema'
import type { Language } from './language'

/**
 * The rules of members and money, and those of the tree and of imports. A phone tells of the former on pages that come later,
 * and of the latter never: its first picture does without.
 */
type Later = Extract<
  UserErrorCode,
  `${'CHAPTERS' | 'GROWTH' | 'INTEGRATIONS' | 'MEMBERS' | 'MONEY'}_${string}`
>

type Texts<Code extends string> = Record<Code, Record<Language, string>>

/** What is wrong and what to do about it, for each rule that an input can break anywhere. */
const USER_ERRORS: Texts<Exclude<UserErrorCode, Later>> = {
  ACCESS_ACCOUNT_EXISTS: {
    zh: '该账号已存在。请直接使用现有账号，或换一个邮箱。',
    en: 'This account exists already. Use it, or give another e-mail address.',
  },
  ACCESS_CREDENTIALS_REFUSED: {
    zh: '账号与密码（或验证码）不匹配。请核对后重试。',
    en: 'What you entered does not match. Check it and try again.',
  },
  ACCESS_EMAIL_INVALID: {
    zh: '邮箱格式不正确。请填写完整邮箱，例如 name@example.com。',
    en: 'This is no e-mail address. Enter one such as name@example.com.',
  },
  ACCESS_GRANT_ENDED: {
    zh: '该授权已结束，无需再次操作。请刷新页面。',
    en: 'This grant has ended already. Refresh the page.',
  },
  ACCESS_GRANT_EXCEEDS_OWN: {
    zh: '授予的权限或期限超出了您自己的授权。请选择较低的角色或较短的期限。',
    en: 'You cannot give more than you have, or for longer. Choose a lesser role or a shorter period.',
  },
  ACCESS_NAME_INVALID: {
    zh: '姓名为空、过长或含有特殊字符。请重新填写。',
    en: 'The name is empty, too long or has special characters. Enter it again.',
  },
  ACCESS_PASSWORD_WEAK: {
    zh: '密码过短、过长或过于常见。请换一个更难猜的密码。',
    en: 'The password is too short, too long or too common. Choose one that is harder to guess.',
  },
  ACCESS_PERIOD_INVALID: {
    zh: '结束时间必须晚于开始时间。请修改起止时间。',
    en: 'The end must be after the start. Change one of them.',
  },
  ACCESS_PHONE_INVALID: {
    zh: '手机号不正确。请填写 11 位中国大陆手机号。',
    en: 'This is no mobile number. Enter the 11 digits of a mainland Chinese one.',
  },
  ACCESS_REASON_INVALID: {
    zh: '理由需在 1 到 200 个字之间，不能含控制字符。',
    en: 'A reason has 1 to 200 characters and no control characters.',
  },
  ACCESS_SESSION_ENDED: {
    zh: '登录已失效。请重新登录。',
    en: 'Your session has ended. Sign in again.',
  },
  ACCESS_TOO_MANY_ATTEMPTS: {
    zh: '尝试次数过多。请稍等几分钟再试。',
    en: 'Too many attempts. Wait a few minutes and try again.',
  },
  POLICIES_BODY_INVALID: {
    zh: '正文为空或过长。请修改正文。',
    en: 'The text is empty or too long. Change it.',
  },
  POLICIES_DEADLINE_INVALID: {
    zh: '确认期限须为 1 至 8760 小时。请修改期限。',
    en: 'The deadline must be 1 to 8,760 hours. Change it.',
  },
  POLICIES_EFFECTIVE_INVALID: {
    zh: '生效时间过早或过晚。请选择更近的时间。',
    en: 'It would take effect too far back or ahead. Choose a nearer time.',
  },
  POLICIES_EXEMPT: {
    zh: '本分舵无需确认此政策。',
    en: 'Your chapter owes no acknowledgement of this policy.',
  },
  POLICIES_HASH_MISMATCH: {
    zh: '您看到的内容与送达的版本不一致。请重新打开阅读后再确认。',
    en: 'What you saw is not the version that was delivered. Open it again, read it, then acknowledge.',
  },
  POLICIES_KEY_EXISTS: {
    zh: '该政策键已存在。请换一个键，或直接使用现有政策。',
    en: 'This key is defined already. Choose another one, or use the policy that has it.',
  },
  POLICIES_KEY_INVALID: {
    zh: '政策键须由两个以上小写单词以点相连，例如 membership.price。请修改。',
    en: 'A key is two or more lower-case words with dots between them, such as membership.price. Change it.',
  },
  POLICIES_KEY_UNKNOWN: {
    zh: '没有这个政策键。请从目录中选择。',
    en: 'There is no such key. Choose one from the catalogue.',
  },
  POLICIES_LOCKED: {
    zh: '上级已锁定此值，本分舵不能修改。如需调整，请联系上级。',
    en: 'A chapter above has locked this value. Ask them if it should change.',
  },
  POLICIES_NEWER_EXISTS: {
    zh: '已有更新的版本发布。请基于最新版本重新起草。',
    en: 'A newer version is published already. Draft anew from the latest one.',
  },
  POLICIES_NOTHING_ABOVE: {
    zh: '上级没有生效值，无从设置本地值。请等上级发布后再设置。',
    en: 'Nothing is in force above, so there is nothing to set a local value for. Wait until it is published.',
  },
  POLICIES_NOT_DELIVERED: {
    zh: '该版本尚未送达本分舵。请稍后再试。',
    en: 'The version has not reached your chapter. Try again later.',
  },
  POLICIES_NOT_DRAFT: {
    zh: '只有草稿可以发布，此版本已不是草稿。请刷新页面。',
    en: 'Only a draft can be published, and this is none any more. Refresh the page.',
  },
  POLICIES_NOT_PUBLISHED: {
    zh: '只有已发布的版本可以这样操作。请刷新页面查看最新状态。',
    en: 'This can be done with a published version only. Refresh the page to see how it stands.',
  },
  POLICIES_OUT_OF_BOUNDS: {
    zh: '该值超出上级允许的范围。请按所示范围修改。',
    en: 'The value reaches beyond what is allowed above. Keep to the limits shown.',
  },
  POLICIES_OVERRIDE_UNKNOWN: {
    zh: '本分舵没有设置本地值，无需取消。',
    en: 'Your chapter has no local value, so there is nothing to clear.',
  },
  POLICIES_REASON_REQUIRED: {
    zh: '请填写原因。',
    en: 'Say why.',
  },
  POLICIES_SCHEMA_INVALID: {
    zh: '取值规则（JSON Schema）有误。请检查后重新填写。',
    en: 'The JSON Schema is not valid. Check it and enter it again.',
  },
  POLICIES_SCOPE_EMPTY: {
    zh: '适用范围内没有分舵。请扩大范围。',
    en: 'No chapter is in scope. Widen the scope.',
  },
  POLICIES_SCOPE_INVALID: {
    zh: '适用范围中有不存在的层级或区划。请重新选择。',
    en: 'The scope names something that is not there. Choose again.',
  },
  POLICIES_STALE: {
    zh: '该版本已被取代或撤销，无需再确认。请查看最新版本。',
    en: 'This version was replaced or revoked, so nobody waits for its acknowledgement. See the latest one.',
  },
  POLICIES_TITLE_INVALID: {
    zh: '标题为空、过长或含有特殊字符。请修改标题。',
    en: 'The title is empty, too long or has special characters. Change it.',
  },
  POLICIES_VALUE_INVALID: {
    zh: '填写的值不符合该政策的取值规则。请按提示修改。',
    en: 'The value does not fit the rules of this policy. Change it as its field says.',
  },
  REQUEST_KEY_REUSED: {
    zh: '这次提交与之前的提交冲突。请刷新页面后重新填写并提交。',
    en: 'This was sent before with other content. Refresh the page, fill it in again and send it.',
  },
  VERSION_STALE: {
    zh: '在您打开之后，内容已被他人修改。请刷新页面，核对后再提交。',
    en: 'It has changed since you opened it. Refresh the page, check it and send again.',
  },
}

const told: Partial<Texts<string>> = { ...USER_ERRORS }

/** From now on tells of these rules too: for the parts whose rules not every page can break. */
export function alsoTell(texts: Partial<Texts<Later>>): void {
  Object.assign(told, texts)
}

/** What is wrong and what to do, for a `UserErrorCode`. A code that only a newer server knows is told as it came. */
export function userErrorText(code: string, language: Language): string {
  return told[code]?.[language] ?? code
}
