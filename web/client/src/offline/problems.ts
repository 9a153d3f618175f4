import type { Problem } from './entry'

/** What a person can do about an entry that is not done. */
export type Next = 'wait' | 'sign-in' | 'read-again' | 'retry' | 'dismiss'

/** What happened to an entry, and what to do. */
export interface Advice {
  text: string
  next: Next
}

type Texts = Record<'zh' | 'en', string>

interface Case {
  next: Next
  texts: Texts
}

const REASONS: Record<Exclude<Problem['reason'], 'refused'>, Case> = {
  offline: {
    next: 'wait',
    texts: {
      zh: '还没有网络，恢复后会自动发送。',
      en: 'There is no network. It is sent by itself once there is.',
    },
  },
  server: {
    next: 'wait',
    texts: {
      zh: '服务器暂时有问题，会自动重试。',
      en: 'The server has a problem. It is tried again by itself.',
    },
  },
  'rate-limited': {
    next: 'wait',
    texts: {
      zh: '请求太多，稍后会自动重试。',
      en: 'Too many requests. It is tried again by itself in a while.',
    },
  },
  'signed-out': {
    next: 'sign-in',
    texts: {
      zh: '登录已结束，重新登录后会发送。',
      en: 'You are signed out. It is sent after you sign in again.',
    },
  },
  'too-late': {
    next: 'retry',
    texts: {
      zh: '一天多以前发送过，但没有收到回复：可能已经生效。请先查看现在的值，再决定是否重新发送。',
      en: 'It was sent more than a day ago and no answer came: it may be done. Look at the value that holds now before you send it again.',
    },
  },
}

/** Refusals that mean something of their own to a person who acted without network. */
const REFUSALS: Record<string, Case> = {
  POLICIES_STALE: {
    next: 'read-again',
    texts: {
      zh: '您离线期间，这一版已被新版本取代或撤回，不再需要确认。请阅读新版本。',
      en: 'While you were offline this version was replaced or taken back, and needs no acknowledgement. Read the new version.',
    },
  },
  POLICIES_HASH_MISMATCH: {
    next: 'read-again',
    texts: {
      zh: '您读到的内容与送达的不一致，因此没有确认。请重新阅读后再确认。',
      en: 'What you read is not what was delivered, so it was not acknowledged. Read it again, then acknowledge.',
    },
  },
  POLICIES_NOT_DELIVERED: {
    next: 'read-again',
    texts: {
      zh: '这一版没有送达您的分舵。请刷新后再看。',
      en: 'This version has not reached your chapter. Read it again.',
    },
  },
  POLICIES_EXEMPT: {
    next: 'dismiss',
    texts: { zh: '您的分舵不需要确认这一版。', en: 'Your chapter owes no acknowledgement of this version.' },
  },
  POLICIES_LOCKED: {
    next: 'dismiss',
    texts: {
      zh: '您离线期间，上级锁定了这个值，本地值没有生效。',
      en: 'While you were offline the value was locked from above. Yours was not set.',
    },
  },
  POLICIES_OUT_OF_BOUNDS: {
    next: 'read-again',
    texts: {
      zh: '这个值超出上级现在允许的范围，没有生效。请查看新的范围后重新填写。',
      en: 'The value is outside what is allowed from above now, and was not set. Look at the new limits and set it again.',
    },
  },
  FORBIDDEN: {
    next: 'dismiss',
    texts: { zh: '您现在没有权限，没有生效。', en: 'You do not have the right any more. It was not done.' },
  },
  NOT_FOUND: {
    next: 'dismiss',
    texts: {
      zh: '分舵或政策已不存在，或不再由您负责，没有生效。',
      en: 'The chapter or policy is gone, or no longer yours. It was not done.',
    },
  },
}

/** What to tell a person of an entry's problem; null where the code's own text says it all. */
export function problemAdvice(problem: Problem, language: 'zh' | 'en'): Advice | null {
  const found = problem.reason === 'refused' ? REFUSALS[problem.code] : REASONS[problem.reason]
  return found ? { text: found.texts[language], next: found.next } : null
}
