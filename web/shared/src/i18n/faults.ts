import type { FaultKind } from '@shared/api/fault'
import { asFault } from '@shared/api/fault'
import type { Language } from './language'

/** What happened, and what the reader can do about it. */
export interface FaultText {
  title: string
  advice: string
}

const BY_KIND: Record<FaultKind, Record<Language, FaultText>> = {
  offline: {
    zh: { title: '连不上服务器', advice: '请检查网络。恢复连接后可重试。' },
    en: { title: 'The server cannot be reached', advice: 'Check your network, then try again.' },
  },
  'signed-out': {
    zh: { title: '登录已失效', advice: '请重新登录后继续。' },
    en: { title: 'You are signed out', advice: 'Sign in again to go on.' },
  },
  denied: {
    zh: { title: '没有权限', advice: '如工作需要，请联系总部管理员授权。' },
    en: { title: 'You lack the right', advice: 'If your work needs it, ask a headquarters administrator.' },
  },
  'not-found': {
    zh: { title: '找不到该内容', advice: '它可能已被移除，或您无权看到。请检查地址，或返回上一页。' },
    en: {
      title: 'Not found',
      advice: 'It may be gone, or not for you to see. Check the address, or go back.',
    },
  },
  'rate-limited': {
    zh: { title: '请求过于频繁', advice: '请稍等片刻再试。' },
    en: { title: 'Too much at once', advice: 'Wait a moment, then try again.' },
  },
  input: {
    zh: { title: '服务器无法处理该请求', advice: '请刷新页面后重试。若仍出现，请把请求编号告知管理员。' },
    en: {
      title: 'The server cannot take this request',
      advice:
        'Reload the page and try again. If it happens again, give the request id to your administrator.',
    },
  },
  server: {
    zh: { title: '服务器出了问题', advice: '请稍后重试。若仍出现，请把请求编号告知管理员。' },
    en: {
      title: 'Something went wrong on the server',
      advice: 'Try again later. If it happens again, give the request id to your administrator.',
    },
  },
}

/** Where the code says more than the kind. */
const BY_CODE: Partial<Record<string, Record<Language, FaultText>>> = {
  TIMEOUT: {
    zh: { title: '处理超时', advice: '请缩小查询范围，或稍后重试。' },
    en: { title: 'It took too long', advice: 'Ask for less at once, or try again later.' },
  },
  UNAVAILABLE: {
    zh: { title: '服务器正忙', advice: '请稍后重试。' },
    en: { title: 'The server is busy', advice: 'Try again in a moment.' },
  },
  QUERY_TOO_COMPLEX: {
    zh: { title: '查询过于复杂', advice: '请缩小查询范围后重试。' },
    en: { title: 'The query asks for too much', advice: 'Ask for less at once.' },
  },
  PAYLOAD_TOO_LARGE: {
    zh: { title: '内容过大', advice: '请缩短内容后再提交。' },
    en: { title: 'This is too large', advice: 'Shorten it, then send it again.' },
  },
}

/** What to tell about anything that was thrown. */
export function faultText(error: unknown, language: Language): FaultText {
  const fault = asFault(error)
  const text = (BY_CODE[fault.code] ?? BY_KIND[fault.kind])[language]
  if (fault.kind !== 'rate-limited' || fault.retryAfter === null) return text
  const wait =
    language === 'zh' ? `请在 ${fault.retryAfter} 秒后重试。` : `Try again in ${fault.retryAfter} seconds.`
  return { title: text.title, advice: wait }
}
