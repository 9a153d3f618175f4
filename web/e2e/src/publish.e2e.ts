import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { Api } from './world/api'
import { signInAsHelmsman, signInAsStaff, workerReady } from './world/people'
import { useStage } from './world/stage'
import { until } from './world/until'

const TITLE = '年费会员价格'
/** A whole push of the real tree, on a debug build. */
const LANDING = 90_000

/** A province, its capital, and a county of that: one phone at each level. */
const DIVISIONS = { province: '330000', prefecture: '330100', county: '330109' }

describe('headquarters publishes a policy', () => {
  const stage = useStage({ story: true })
  let desk: Page
  let province: Page
  let prefecture: Page
  let county: Page
  let version: { id: string; number: number }

  beforeAll(async () => {
    desk = await stage.desk()
    province = await stage.phone()
    prefecture = await stage.phone()
    county = await stage.phone()
    await signInAsStaff(desk)
    await signInAsHelmsman(province, DIVISIONS.province)
    await signInAsHelmsman(prefecture, DIVISIONS.prefecture)
    await signInAsHelmsman(county, DIVISIONS.county)
    await Promise.all([province, prefecture, county].map(workerReady))
  })

  it('drafts it in the editor, with a form for the value and a preview of the text', async () => {
    await desk.getByRole('link', { name: '政策', exact: true }).click()
    await desk.getByRole('link', { name: `写新版本 ${TITLE}` }).click()
    await desk.getByLabel('最低').fill('320')
    await desk.getByLabel('正文').fill('# 调价通知\n\n自即日起，年费不低于 **320 元**。')
    const preview = desk.getByRole('region', { name: '预览' })
    await preview.getByRole('heading', { name: '调价通知' }).waitFor()
    expect(await preview.locator('strong').innerText()).toBe('320 元')
    // For whom stays as it is: everybody.
    await desk.getByRole('region', { name: '将送达' }).getByText('3,219 个分舵').waitFor()
    await desk.getByRole('button', { name: /^保存草稿/ }).click()
    await desk.waitForURL(/\/policies\/versions\/pver_\d+$/)
    const heading = await desk.getByRole('heading', { level: 1, name: /第 \d+ 版$/ }).innerText()
    version = { id: desk.url().split('/').at(-1) ?? '', number: Number(/第 (\d+) 版/.exec(heading)?.[1]) }
    expect(version.number).toBeGreaterThan(1)
    await desk.getByText('草稿，还没有发给任何人').waitFor()
  })

  it('publishes it after a last question, and every phone with a network is told while it is open', async () => {
    await stage.cutOff(county)
    const told = [province, prefecture].map(phone => phone.getByText(`新政策：${TITLE}`).waitFor())
    await desk.getByRole('main').getByRole('button', { name: '发布', exact: true }).first().click()
    const question = desk.getByRole('dialog', { name: `发布“${TITLE}”第 ${version.number} 版？` })
    await question.getByText('3,219 个分舵').waitFor()
    await question.getByRole('button', { name: '确认发布' }).click()
    await desk.waitForURL(/\/rollout$/)
    await Promise.all(told)
    for (const phone of [province, prefecture]) await card(phone, version.number).waitFor()
  })

  it('watches it arrive everywhere without touching the page', async () => {
    await desk.getByText(/全部送达 · 发布于/).waitFor({ timeout: LANDING })
    expect(await figure(desk, '已送达')).toBe('100% 3,219 / 3,219')
    expect(await desk.getByText('全部送达', { exact: true }).count()).toBe(4)
  })

  it('reaches the phone that was away as soon as that is back', async () => {
    expect(await card(county, version.number).count()).toBe(0)
    await county.context().setOffline(false)
    await card(county, version.number).click()
    await county.getByRole('heading', { name: '调价通知' }).waitFor()
    await county.getByText('没有网络').waitFor({ state: 'detached' })
  })

  it('sees an acknowledgement given on a phone', async () => {
    await card(province, version.number).click()
    await province.getByRole('heading', { name: '调价通知' }).waitFor()
    await province.getByRole('button', { name: '我已阅读并确认收悉' }).click()
    await province.getByText(/^已确认收悉/).waitFor()
    await until('the rollout page counts it', 30_000, async () =>
      (await figure(desk, '已确认')).includes(' 1 / '),
    )
  })

  it('sees one given without a network once the phone is back, and has it once', async () => {
    const api = await Api.asStaff()
    const chapter = await api.chapterOf(DIVISIONS.prefecture)
    const given = async () =>
      (await api.audited('policies.acknowledge', chapter.id)).filter(entry => entry.target === version.id)
    await card(prefecture, version.number).click()
    await prefecture.getByRole('heading', { name: '调价通知' }).waitFor()
    await stage.cutOff(prefecture)
    await prefecture.getByRole('button', { name: '我已阅读并确认收悉' }).click()
    const pending = prefecture.getByText('已记下您的确认，尚未得到服务器确认')
    await pending.waitFor()

    // The page, what it shows and what waits are all still there when the app is opened anew.
    await prefecture.reload()
    await pending.waitFor()
    expect(await prefecture.getByRole('button', { name: '我已阅读并确认收悉' }).count()).toBe(0)
    await prefecture.getByRole('link', { name: '我', exact: false }).last().click()
    const waiting = prefecture.getByRole('listitem').filter({ hasText: `确认收悉 · ${TITLE}` })
    await waiting.getByText('待确认').waitFor()
    expect(await given()).toEqual([])

    await prefecture.context().setOffline(false)
    await prefecture.getByText('没有待发送的内容').waitFor()
    await prefecture.getByRole('link', { name: '政策', exact: true }).click()
    await card(prefecture, version.number).click()
    await prefecture.getByText(/^已确认收悉/).waitFor()
    expect(await given()).toHaveLength(1)
    await until('the rollout page counts it', 30_000, async () =>
      (await figure(desk, '已确认')).includes(' 2 / '),
    )
  })
})

/** The version in a list of deliveries. */
function card(phone: Page, number: number) {
  return phone
    .getByRole('link')
    .filter({ hasText: TITLE })
    .filter({ hasText: `第 ${number} 版` })
}

/** A figure of the rollout page: its share, and out of how many. */
async function figure(desk: Page, label: string): Promise<string> {
  const shown = desk
    .locator('.rollout-wave-figures > div')
    .filter({ has: desk.getByText(label, { exact: true }) })
  return (await shown.locator('dd').innerText()).replace(/\s+/g, ' ')
}
