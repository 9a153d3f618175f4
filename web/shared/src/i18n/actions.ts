import type { Language } from './language'

/** What the audit log calls what was done, and what people call it. */
const ACTIONS: Record<string, Record<Language, string>> = {
  'access.account_create': { zh: '开通账号', en: 'Account opened' },
  'access.account_password_set': { zh: '修改密码', en: 'Password set' },
  'access.account_status_set': { zh: '启用或停用账号', en: 'Account status set' },
  'access.accounts_reseal': { zh: '重新加密账号资料', en: 'Account data sealed anew' },
  'access.code_request': { zh: '请求验证码', en: 'Code requested' },
  'access.provider_link': { zh: '关联单点登录', en: 'Single sign-on linked' },
  'access.role_grant': { zh: '授予角色', en: 'Role given' },
  'access.role_revoke': { zh: '收回角色', en: 'Role ended' },
  'access.session_issue': { zh: '签发会话', en: 'Session issued' },
  'access.session_refresh': { zh: '续期会话', en: 'Session refreshed' },
  'access.session_refresh_reused': { zh: '会话凭证被重复使用', en: 'Refresh token used twice' },
  'access.session_sign_in': { zh: '登录', en: 'Signed in' },
  'access.session_sign_in_by_provider': { zh: '单点登录', en: 'Signed in by single sign-on' },
  'access.session_sign_out': { zh: '退出登录', en: 'Signed out' },
  'access.sessions_revoke': { zh: '结束全部会话', en: 'Sessions ended' },
  'access.sign_in_refused': { zh: '登录被拒绝', en: 'Sign-in refused' },
  'chapters.close': { zh: '关闭分舵', en: 'Chapter closed' },
  'chapters.closure_rebuild': { zh: '重建上下级索引', en: 'Tree index rebuilt' },
  'chapters.helmsman_appoint': { zh: '任命舵手', en: 'Helmsman appointed' },
  'chapters.helmsman_step_down': { zh: '舵手卸任', en: 'Helmsman stepped down' },
  'chapters.merge': { zh: '合并分舵', en: 'Chapters merged' },
  'chapters.move': { zh: '调整上级', en: 'Chapter moved' },
  'chapters.open': { zh: '开设分舵', en: 'Chapter opened' },
  'chapters.rename': { zh: '分舵更名', en: 'Chapter renamed' },
  'chapters.split': { zh: '分立分舵', en: 'Chapter split' },
  'chapters.term_lapse': { zh: '任期届满', en: 'Term ended' },
  'operations.dead_letter_retry': { zh: '重试死信', en: 'Dead letter retried' },
  'policies.acknowledge': { zh: '确认收悉', en: 'Policy acknowledged' },
  'policies.define': { zh: '新增政策项', en: 'Policy defined' },
  'policies.draft': { zh: '起草版本', en: 'Version drafted' },
  'policies.override_clear': { zh: '取消本地值', en: 'Local value cleared' },
  'policies.override_set': { zh: '设置本地值', en: 'Local value set' },
  'policies.publish': { zh: '发布版本', en: 'Version published' },
  'policies.read': { zh: '阅读政策', en: 'Policy read' },
  'policies.resend': { zh: '重新下发', en: 'Push sent again' },
  'policies.revoke': { zh: '撤销版本', en: 'Version revoked' },
}

/** Every action that has a name, for a choice to filter by. */
export const ACTION_KEYS: readonly string[] = Object.keys(ACTIONS)

/** The name of what was done; an action that a newer server knows is told as it is written. */
export function actionName(language: Language, action: string): string {
  return ACTIONS[action]?.[language] ?? action
}
