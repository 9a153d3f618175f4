import type { ConsentPurpose } from '@shared/gql/schema'
import { type Language, PURPOSE_KEYS } from '@shared/i18n'

/** The version of the texts below. Whoever changes a word of them gives them another. */
export const TEXT_VERSION = '2026-11'

/** What somebody consents to, as it is read to them. */
export const CONSENT_TEXTS: Record<ConsentPurpose, Record<Language, string>> = {
  SERVICE: {
    zh: '本人同意为提供会员服务处理姓名、手机号、出生年份和所在区划。',
    en: 'I consent that my name, phone, year of birth and division are used to keep my membership.',
  },
  SHARE_WITH_CHAPTER: {
    zh: '本人单独同意：归属分舵的舵手因服务需要，可在说明理由后查看姓名和手机号明文。',
    en: 'I consent separately: the helmsman of my home chapter may see my name and phone in clear, for a stated reason.',
  },
  MARKETING: {
    zh: '本人同意接收活动与优惠通知。',
    en: 'I consent to be written to about events and offers.',
  },
  PUBLIC_DISPLAY: {
    zh: '本人同意在榜单等处公开展示姓名。',
    en: 'I consent to be shown by name, as in a ranking.',
  },
  GUARDIAN: {
    zh: '监护人同意未满 14 周岁的会员加入。',
    en: 'The guardian of a child under 14 consents to the membership.',
  },
}

/** What is asked for when somebody joins at a chapter. */
export const ASKED: readonly ConsentPurpose[] = ['SERVICE', 'MARKETING']

/** One entry of a member's consents. */
export interface ConsentEntry {
  purpose: ConsentPurpose
  granted: boolean
  textVersion: string
  at: string
}

/** How a purpose stands: what was said last of it, if anything was. */
export interface ConsentState {
  purpose: ConsentPurpose
  last: ConsentEntry | null
}

/** How every purpose stands. Entries come in the order in which they were made. */
export function consentStates(entries: readonly ConsentEntry[]): ConsentState[] {
  return PURPOSE_KEYS.map(purpose => ({
    purpose,
    last: entries.findLast(entry => entry.purpose === purpose) ?? null,
  }))
}
