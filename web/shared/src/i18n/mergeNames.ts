import type { MemberLikeness } from '@shared/gql/schema'
import type { Language } from './language'
import { type Name, named } from './named'

const LIKENESSES: Record<MemberLikeness, Name> = {
  SAME_NAME: { zh: '姓名', en: 'name' },
  SAME_BIRTH_YEAR: { zh: '出生年份', en: 'year of birth' },
  SAME_REGION: { zh: '所在区划', en: 'division' },
  SAME_HOME: { zh: '归属分舵', en: 'home' },
  ONE_WITHOUT_ACCOUNT: { zh: '其中一位从未登录', en: 'one never signed in' },
}

/** What two members have in common: 姓名. */
export const likenessName = (language: Language, value: MemberLikeness) => named(LIKENESSES, value, language)
