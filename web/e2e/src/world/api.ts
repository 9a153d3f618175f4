import { inject } from 'vitest'
import { codeAfter, PASSWORD } from './people'
import { codesFor } from './server'
import { until } from './until'

interface Answer<T> {
  data?: T
  errors?: readonly { message: string; extensions?: { code?: string } }[]
}

/** The API itself: what tests prepare and check beside the pages. */
export class Api {
  readonly #address: string
  readonly #token: string

  private constructor(address: string, token: string) {
    this.#address = address
    this.#token = token
  }

  /** As a member of staff of the demo. */
  static async asStaff(handle = 'hq-admin', address = inject('address')): Promise<Api> {
    const input = { email: `${handle}@demo.invalid`, password: PASSWORD }
    const { staffSignIn } = await send<{ staffSignIn: { accessToken: string } }>(
      address,
      'mutation ($input: StaffSignInInput!) { staffSignIn(input: $input) { accessToken } }',
      { input },
    )
    return new Api(address, staffSignIn.accessToken)
  }

  /** Somebody joins a chapter by phone; answers the member's id, and the API as they see it. */
  static async asMember(
    chapter: string,
    phone: string,
    name: string,
    address = inject('address'),
  ): Promise<{ member: string; api: Api }> {
    const before = codesFor(inject('log'), phone).length
    await send(
      address,
      'mutation ($input: CodeRequestInput!) { codeRequest(input: $input) { userErrors { code } } }',
      { input: { phone, joining: true } },
    )
    const code = await codeAfter(before, phone)
    const consents = [{ purpose: 'SERVICE', textVersion: '2026-11' }]
    const { memberRegister } = await send<{
      memberRegister: { member: string | null; accessToken: string | null; userErrors: object[] }
    }>(
      address,
      `mutation ($input: MemberRegisterInput!) {
        memberRegister(input: $input) { member accessToken userErrors { code } }
      }`,
      { input: { phone, code, name, chapter, consents } },
    )
    const { member, accessToken, userErrors } = memberRegister
    if (!member || !accessToken) throw new Error(`${name} could not join: ${JSON.stringify(userErrors)}`)
    return { member, api: new Api(address, accessToken) }
  }

  /** Executes a document; throws where the answer has errors. */
  run<T>(query: string, variables: Record<string, unknown> = {}): Promise<T> {
    return send<T>(this.#address, query, variables, this.#token)
  }

  /** A chapter by the code of its division, with whoever leads it. */
  async chapterOf(division: string): Promise<{ id: string; name: string; version: number }> {
    const { chapterByDivision } = await this.run<{
      chapterByDivision: { id: string; name: string; version: number }
    }>('query ($code: String!) { chapterByDivision(code: $code) { id name version } }', { code: division })
    return chapterByDivision
  }

  /** Somebody by their whole phone number. */
  async personBy(phone: string): Promise<{ id: string; name: string }> {
    const { accounts } = await this.run<{ accounts: { id: string; name: string }[] }>(
      'query ($text: String!) { accounts(text: $text) { id name } }',
      { text: phone },
    )
    const [person] = accounts
    if (!person) throw new Error(`nobody has the phone ${phone}`)
    return person
  }

  /** Registers somebody as a member of a chapter; answers the member's id. */
  async newMember(chapter: string, phone: string, name: string): Promise<string> {
    const consents = ['SERVICE', 'SHARE_WITH_CHAPTER'].map(purpose => ({ purpose, textVersion: '2026-11' }))
    const { memberAdd } = await this.run<{
      memberAdd: { member: { id: string } | null; userErrors: object[] }
    }>(
      'mutation ($input: MemberAddInput!) { memberAdd(input: $input) { member { id } userErrors { code } } }',
      { input: { chapter, phone, name, consents } },
    )
    if (!memberAdd.member) throw new Error(`the member was refused: ${JSON.stringify(memberAdd.userErrors)}`)
    return memberAdd.member.id
  }

  /** Opens an order of a year for a member and records its payment in cash; answers the order's id. */
  async paidOrder(member: string, receipt: string): Promise<string> {
    const { orderOpen } = await this.run<{
      orderOpen: { order: { id: string; price: string } | null; userErrors: object[] }
    }>(
      'mutation ($input: OrderOpenInput!) { orderOpen(input: $input) { order { id price } userErrors { code } } }',
      { input: { member, tier: 'annual', contractVersion: '2026-11' } },
    )
    const { order } = orderOpen
    if (!order) throw new Error(`the order was refused: ${JSON.stringify(orderOpen.userErrors)}`)
    const { paymentRecord } = await this.run<{ paymentRecord: { userErrors: object[] } }>(
      'mutation ($input: PaymentRecordInput!) { paymentRecord(input: $input) { userErrors { code message } } }',
      { input: { order: order.id, method: 'CASH', amount: order.price, reference: receipt } },
    )
    if (paymentRecord.userErrors.length > 0) throw new Error(JSON.stringify(paymentRecord.userErrors))
    return order.id
  }

  /** Makes a link of a chapter; answers its code. */
  async newLink(chapter: string): Promise<string> {
    const { referralLinkCreate } = await this.run<{
      referralLinkCreate: { link: { code: string } | null; userErrors: object[] }
    }>(
      `mutation ($input: ReferralLinkCreateInput!) {
        referralLinkCreate(input: $input) { link { code } userErrors { code } }
      }`,
      { input: { chapter, channel: 'OFFLINE' } },
    )
    const { link, userErrors } = referralLinkCreate
    if (!link) throw new Error(`the link was refused: ${JSON.stringify(userErrors)}`)
    return link.code
  }

  /** Waits until a version has arrived everywhere. */
  async landed(version: string): Promise<void> {
    await until('it has arrived everywhere', 120_000, async () => {
      const { policyVersion } = await this.run<{
        policyVersion: { rollout: { byState: { state: string; chapters: number }[] } }
      }>('query ($id: ID!) { policyVersion(id: $id) { rollout { byState { state chapters } } } }', {
        id: version,
      })
      const { byState } = policyVersion.rollout
      return (
        byState.some(({ chapters }) => chapters > 0) &&
        !byState.some(each => each.state === 'QUEUED' && each.chapters > 0)
      )
    })
  }

  /** What the audit log says of an action, the newest first; on one chapter alone if one is named. */
  async audited(action: string, chapter?: string): Promise<Entry[]> {
    const { auditEntries } = await this.run<{ auditEntries: { nodes: Entry[] } }>(
      `query ($action: String!, $chapter: ID) {
        auditEntries(action: $action, chapter: $chapter, first: 50) { nodes { target actor chapter { id } } }
      }`,
      { action, chapter },
    )
    // The log answers with what was done below as well.
    return auditEntries.nodes.filter(entry => !chapter || entry.chapter?.id === chapter)
  }
}

interface Entry {
  target: string
  actor: string
  chapter: { id: string } | null
}

async function send<T>(
  address: string,
  query: string,
  variables: Record<string, unknown>,
  token?: string,
): Promise<T> {
  const response = await fetch(`${address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify({ query, variables }),
  })
  const { data, errors } = (await response.json()) as Answer<T>
  if (errors?.length || !data) throw new Error(`the API answered ${JSON.stringify(errors)} to ${query}`)
  return data
}
