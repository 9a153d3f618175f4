import type { Page, Route } from 'playwright-core'
import { describe, expect, inject, it } from 'vitest'
import { Api } from './world/api'
import { kept, NOTHING } from './world/device'
import { fillPassword, inside, phoneOf, signInAsHelmsman, signInAsStaff } from './world/people'
import { useStage } from './world/stage'
import { until } from './world/until'

const stage = useStage()

describe('signing out', () => {
  it('of the client leaves nothing on the phone, behind the back button or in another tab', async () => {
    const phone = await stage.phone()
    await signInAsHelmsman(phone, '330200')
    await read(phone)
    const other = await phone.context().newPage()
    await other.goto(`${inject('address')}/client/values`)
    await other.getByRole('heading', { level: 1, name: '本地值' }).waitFor()

    await phone.getByRole('navigation').getByRole('link', { name: '我', exact: true }).click()
    await phone.getByRole('button', { name: '退出登录' }).click()
    await phone.getByRole('dialog').getByRole('button', { name: '退出登录' }).click()
    await clientSignIn(phone)
    await clientSignIn(other)
    expect(await kept(phone)).toEqual(NOTHING)
    expect(await cookies(phone)).toEqual([])

    await phone.goBack()
    await clientSignIn(phone)
    await phone.reload()
    await clientSignIn(phone)
    await phone.context().setOffline(true)
    await phone.reload()
    await clientSignIn(phone)
    expect(await phone.getByText('年费会员价格').count()).toBe(0)
  })

  it('of the console ends it behind the back button and in another tab', async () => {
    const desk = await stage.desk()
    await signInAsStaff(desk, 'auditor')
    await desk.getByRole('link', { name: '审计', exact: true }).click()
    await desk.getByRole('heading', { level: 1, name: '审计' }).waitFor()
    const other = await desk.context().newPage()
    await other.goto(`${inject('address')}/console/policies`)
    await inside(other)

    await desk.getByRole('button', { name: '退出' }).click()
    await consoleSignIn(desk)
    await consoleSignIn(other)
    expect(await cookies(desk)).toEqual([])
    await desk.goBack()
    await consoleSignIn(desk)
  })
})

describe('headquarters ends the sessions of a helmsman', () => {
  it('and the phone is locked out and emptied at its next contact, each time', async () => {
    const phone = await stage.phone()
    const desk = await stage.desk()
    await signInAsHelmsman(phone, '350100')
    await signInAsStaff(desk)
    const person = await (await Api.asStaff()).personBy(phoneOf('350100'))
    await desk.getByRole('link', { name: '人员与权限' }).click()
    await desk.getByRole('searchbox').fill(phoneOf('350100'))
    await desk.getByRole('button', { name: person.name }).click()

    for (const _time of ['once', 'and once more from the same page']) {
      await read(phone)
      await until('the phone keeps what it read', 10_000, async () => (await kept(phone)).records > 0)
      await desk.getByRole('button', { name: '强制下线' }).click()
      const question = desk.getByRole('dialog', { name: '结束全部登录' })
      await question.getByRole('button', { name: '强制下线' }).click()
      await question.waitFor({ state: 'detached' })

      await phone.getByRole('navigation').getByRole('link', { name: '分舵' }).click()
      await phone.getByRole('heading', { name: '请重新登录' }).waitFor()
      await until('the cached data is gone', 10_000, async () => {
        const { readable, records } = await kept(phone)
        return readable + records === 0
      })
      await phone.context().setOffline(true)
      await phone.reload()
      await clientSignIn(phone)
      expect(await phone.getByText('年费会员价格').count()).toBe(0)
      await phone.context().setOffline(false)
      await signInAsHelmsman(phone, '350100')
    }
  })
})

describe('a session that ends in the middle of an edit', () => {
  it('is begun again in a dialog over the page, and what was written is saved', async () => {
    const desk = await stage.desk()
    await signInAsStaff(desk, 'policy-author')
    await desk.goto(`${inject('address')}/console/policies/event.min_per_month/draft`)
    await desk.getByRole('textbox', { name: '每月最少活动场次' }).fill('3')
    await desk.getByLabel('正文').fill('# 活动\n\n每月至少三场。')

    const api = await Api.asStaff()
    const { accounts } = await api.run<{ accounts: { id: string }[] }>(
      '{ accounts(text: "policy-author@demo.invalid") { id } }',
    )
    await api.run(
      'mutation ($input: SessionsRevokeInput!) { sessionsRevoke(input: $input) { sessions userErrors { code } } }',
      { input: { account: accounts[0]?.id } },
    )
    await desk.getByRole('button', { name: /^保存草稿/ }).click()
    const again = desk.getByRole('dialog', { name: '登录已过期' })
    await again.waitFor()
    // Escape is no way past it.
    await desk.keyboard.press('Escape')
    await desk.keyboard.press('Escape')
    expect(await again.isVisible()).toBe(true)
    expect(await desk.getByLabel('正文').inputValue()).toBe('# 活动\n\n每月至少三场。')

    await fillPassword(desk, 'policy-author')
    await again.waitFor({ state: 'detached' })
    // What was asked for goes on by itself.
    await desk.waitForURL(/\/policies\/versions\/pver_\d+$/)
    await desk.getByRole('heading', { level: 2, name: '活动' }).waitFor()
  })
})

describe('two tabs of one session', () => {
  it('refresh it at the same time, again and again, and both go on', async () => {
    const api = await Api.asStaff()
    const reuses = async () => (await api.audited('access.session_refresh_reused')).length
    const before = await reuses()
    const one = await stage.desk()
    await signInAsStaff(one)
    const two = await one.context().newPage()
    await two.goto(`${inject('address')}/console/`)
    await inside(two)

    // Whole pages begin with a refresh; one is left as soon as that is on its way, before its answer has come.
    for (let round = 0; round < 3; round += 1) {
      const asked = one.waitForRequest('**/session/console/refresh')
      await Promise.all([asked, one.reload({ waitUntil: 'commit' })])
      await Promise.all([one.reload(), two.reload()])
      await Promise.all([inside(one), inside(two)])
    }

    // Access tokens that are refused under open pages.
    const refuse = refusals()
    await one.context().route('**/graphql', refuse.answer)
    const places = ['政策', '分舵', '人员与权限', '审计']
    for (const place of places) {
      await Promise.all([one, two].map(page => page.getByRole('link', { name: place, exact: true }).click()))
      await Promise.all(
        [one, two].map(page => page.getByRole('heading', { level: 1, name: place }).waitFor()),
      )
      await stage.quiet(one)
      for (const page of [one, two]) expect(await page.getByRole('dialog').count()).toBe(0)
      refuse.allSeen()
    }
    expect(refuse.count()).toBeGreaterThanOrEqual(places.length)
    expect(await reuses()).toBe(before)
  })
})

/** Refuses tokens that were good a moment ago, as the server refuses one that is not valid. */
function refusals() {
  const seen = new Set<string>()
  const refused = new Set<string>()
  let count = 0
  return {
    /** From now on refuses every token that was let through so far. */
    allSeen() {
      for (const token of seen) refused.add(token)
    },
    count: () => count,
    answer: async (route: Route) => {
      const token = route.request().headers().authorization ?? ''
      if (refused.has(token)) {
        count += 1
        const error = { message: 'the access token is not valid', extensions: { code: 'UNAUTHENTICATED' } }
        return route.fulfill({ status: 401, json: { errors: [error] } })
      }
      seen.add(token)
      return route.continue()
    },
  }
}

/** Reads what the phone then keeps. */
async function read(phone: Page): Promise<void> {
  await phone.getByRole('navigation').getByRole('link', { name: '政策' }).click()
  await phone.getByRole('link').filter({ hasText: '年费会员价格' }).first().waitFor()
}

async function clientSignIn(page: Page): Promise<void> {
  await page.getByLabel('手机号').waitFor()
}

async function consoleSignIn(page: Page): Promise<void> {
  await page.getByRole('heading', { name: '登录总部控制台' }).waitFor()
}

async function cookies(page: Page): Promise<string[]> {
  return (await page.context().cookies()).map(cookie => cookie.name)
}
