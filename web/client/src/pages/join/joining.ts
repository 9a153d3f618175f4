import type { ConsentPurpose } from '@shared/gql/schema'
import { TEXT_VERSION } from '@shared/members/consentTexts'

/** What somebody who joins is asked to consent to; they cannot be a member without the first. */
export const ASKED: readonly ConsentPurpose[] = ['SERVICE', 'SHARE_WITH_CHAPTER', 'MARKETING']

/** What is filled in by somebody who joins. */
export interface Joiner {
  phone: string
  code: string
  name: string
  birthYear: number | null
  consents: readonly ConsentPurpose[]
}

export const NOBODY: Joiner = { phone: '', code: '', name: '', birthYear: null, consents: [] }

/** What must be filled in before anything is sent. Whether it is right, the server says. */
export type Missing = 'code' | 'name' | 'consents'

export function missing({ code, name, consents }: Joiner): Missing[] {
  const found: Missing[] = []
  if (!code.trim()) found.push('code')
  if (!name.trim()) found.push('name')
  if (!consents.includes('SERVICE')) found.push('consents')
  return found
}

/** The invitation that somebody follows. */
interface Followed {
  code: string
  chapter: string
}

/** The input of `memberRegister`: the chapter that was chosen with the link, and what the link itself is credited by. */
export function registerInput(joiner: Joiner, invitation: Followed, visitor: string) {
  return {
    phone: joiner.phone.trim(),
    code: joiner.code.trim(),
    name: joiner.name.trim(),
    birthYear: joiner.birthYear,
    chapter: invitation.chapter,
    link: invitation.code,
    visitor,
    consents: joiner.consents.map(purpose => ({ purpose, textVersion: TEXT_VERSION })),
  }
}
