import { Api } from './api'

/** What there is to be seen: ids of things that every page can be opened with. */
export interface Scene {
  /** A prefecture with a helmsman, and some chapters below it vacant. */
  chapter: string
  vacant: string
  person: string
  published: string
  draft: string
  /** At home in the chapter. */
  member: string
  /** Of another member there, paid in cash. */
  order: string
  /** The code of a link of the chapter. */
  link: string
}

/** The phone of the member whose order it is. */
const BUYER = '13900330209'

const BODY = `# 活动安排

各分舵自 **12 月** 起，每月至少组织 **两场** 活动：

- 一场面向会员，一场面向公众；
- 活动结束后三日内上传照片和签到表。

| 级别 | 场次 |
| --- | --- |
| 省级 | 4 |
| 地级 | 2 |
| 县级 | 1 |
`

/** Prepares it through the API: a draft waits to be published, and a chapter has a value of its own. */
export async function newScene(): Promise<Scene> {
  const api = await Api.asStaff()
  const { headquarters, chapterByDivision, policyVersions } = await api.run<{
    headquarters: { id: string }
    chapterByDivision: { id: string; terms: { holder: { id: string } }[]; caretakes: { id: string }[] }
    policyVersions: { nodes: { id: string }[] }
  }>(`{
    headquarters { id }
    chapterByDivision(code: "330200") { id terms { holder { id } } caretakes(first: 1) { id } }
    policyVersions(first: 1, key: "membership.annual.price", state: PUBLISHED) { nodes { id } }
  }`)
  await api.run(
    'mutation ($input: PolicyOverrideSetInput!) { policyOverrideSet(input: $input) { userErrors { code } } }',
    {
      input: {
        chapter: chapterByDivision.id,
        key: 'membership.annual.price',
        value: { min: 33_000, max: 38_000 },
      },
    },
  )
  const { policyDraft } = await api.run<{ policyDraft: { version: { id: string } } }>(
    'mutation ($input: PolicyDraftInput!) { policyDraft(input: $input) { version { id } userErrors { code } } }',
    {
      input: { issuer: headquarters.id, key: 'event.min_per_month', value: 2, body: BODY, urgency: 'URGENT' },
    },
  )
  return {
    chapter: chapterByDivision.id,
    vacant: first(chapterByDivision.caretakes).id,
    person: first(chapterByDivision.terms).holder.id,
    published: first(policyVersions.nodes).id,
    draft: policyDraft.version.id,
    member: await sceneMember(api, chapterByDivision.id),
    order: await sceneOrder(api, chapterByDivision.id),
    link: await sceneLink(api, chapterByDivision.id),
  }
}

/** Files share one server, and each of them prepares the scene: whoever is there already is the member. */
function sceneMember(api: Api, chapter: string): Promise<string> {
  return memberWith(api, chapter, '13900330200', '周芷若')
}

/** The order of a member who has bought a year. */
async function sceneOrder(api: Api, chapter: string): Promise<string> {
  const member = await memberWith(api, chapter, BUYER, '殷离')
  const { memberOrders } = await api.run<{ memberOrders: { nodes: { id: string }[] } }>(
    'query ($member: ID!) { memberOrders(member: $member, first: 1) { nodes { id } } }',
    { member },
  )
  return memberOrders.nodes[0]?.id ?? api.paidOrder(member, 'SCENE-330209')
}

/** The code of a link of the chapter, which is made where there is none. */
async function sceneLink(api: Api, chapter: string): Promise<string> {
  const { chapter: found } = await api.run<{ chapter: { referralLinks: { nodes: { code: string }[] } } }>(
    'query ($id: ID!) { chapter(id: $id) { referralLinks(open: true, first: 1) { nodes { code } } } }',
    { id: chapter },
  )
  return found.referralLinks.nodes[0]?.code ?? api.newLink(chapter)
}

/** The member whose order the scene shows takes the membership over by phone; answers that phone, to sign in with. */
export async function claimedBuyer(scene: Scene): Promise<string> {
  try {
    await Api.asMember(scene.chapter, BUYER, '殷离')
  } catch (error) {
    // Another file has done it.
    if (!String(error).includes('MEMBERS_PHONE_TAKEN')) throw error
  }
  return BUYER
}

async function memberWith(api: Api, chapter: string, phone: string, name: string): Promise<string> {
  const { memberByPhone } = await api.run<{ memberByPhone: { id: string } | null }>(
    'query ($phone: String!) { memberByPhone(phone: $phone) { id } }',
    { phone },
  )
  return memberByPhone?.id ?? api.newMember(chapter, phone, name)
}

function first<T>(all: readonly T[]): T {
  const [one] = all
  if (one === undefined) throw new Error('the demo has none')
  return one
}
