import type { Locator, Page } from 'playwright-core'
import { describe, expect, inject, it } from 'vitest'
import { Api } from './world/api'
import { allKept } from './world/device'
import { signInAsHelmsman, signInAsStaff, workerReady } from './world/people'
import { useStage } from './world/stage'
import { until } from './world/until'

const REASON = '电话核对会员资料'

describe('headquarters', () => {
  const stage = useStage()

  it('finds a member by phone, sees them in clear for a reason, and the log shows it', async () => {
    const phone = '13900320100'
    const member = await newMember('320100', phone, '王小明')
    const desk = await stage.desk()
    await signInAsStaff(desk)
    await desk
      .getByRole('navigation', { name: '主导航' })
      .getByRole('link', { name: '会员', exact: true })
      .click()
    await desk.getByLabel('完整手机号').fill(phone.slice(-4))
    await desk.getByRole('button', { name: '查找', exact: true }).click()
    await desk.getByText('请填写 11 位手机号。').waitFor()
    await desk.getByLabel('完整手机号').fill(phone)
    await desk.getByRole('button', { name: '查找', exact: true }).click()
    const row = desk.getByRole('row').filter({ hasText: '139****0100' })
    await row.getByRole('link', { name: '王*' }).click()

    await desk.getByRole('heading', { level: 1, name: '王*' }).waitFor()
    expect(new URL(desk.url()).pathname).toBe(`/console/members/${member}`)
    await desk.getByText('没有人查看过').waitFor()
    await see(desk)
    await desk.getByText(phone).waitFor()
    await desk.getByText('王小明').waitFor()
    await desk.getByText(/\d+ 秒后恢复脱敏/).waitFor()
    await desk.getByRole('row').filter({ hasText: REASON }).getByText('总部管理员').waitFor()
    await desk.getByRole('button', { name: '立即隐藏' }).click()
    expect(await desk.getByText(phone).count()).toBe(0)

    await desk.goto(`${inject('address')}/console/audit?target=${member}&action=members.member_reveal`)
    await desk.getByRole('row').filter({ hasText: '查看会员明文' }).filter({ hasText: member }).waitFor()
    const entries = await (await Api.asStaff()).audited('members.member_reveal')
    expect(entries.filter(entry => entry.target === member)).toHaveLength(1)
  })

  it('moves a member to another home, and both homes are known', async () => {
    const member = await newMember('320200', '13900320200', '李雷')
    const desk = await stage.desk()
    await signInAsStaff(desk)
    await desk.goto(`${inject('address')}/console/members/${member}`)
    await desk.getByRole('button', { name: '调整归属分舵' }).click()
    const dialog = desk.getByRole('dialog', { name: '调整归属分舵' })
    await dialog.getByRole('combobox', { name: '调整到' }).fill('320500')
    await dialog.getByRole('option').first().click()
    await dialog.getByLabel('原因').fill('搬家')
    await dialog.getByRole('button', { name: '调整', exact: true }).click()
    await desk.getByRole('row').filter({ hasText: '搬家' }).getByRole('link', { name: /无锡/ }).waitFor()
    await desk.getByRole('link', { name: /苏州/ }).first().waitFor()
  })

  it('sees the members of a chapter, and finds them by what is not masked', async () => {
    const chapter = await chapterOf('320300')
    await newMember('320300', '13900320301', '韩梅梅')
    await newMember('320300', '13900320302', '林涛')
    const desk = await stage.desk()
    await signInAsStaff(desk)
    await desk.goto(`${inject('address')}/console/chapters/${chapter}?tab=members&standing=GUEST`)
    const list = desk.getByRole('region', { name: '会员名单' })
    await list.getByRole('link', { name: '韩*' }).waitFor()
    await list.getByRole('link', { name: '林*' }).waitFor()
    await desk.getByRole('searchbox', { name: '查找会员' }).fill('0302')
    await desk.keyboard.press('Enter')
    await desk.getByText('找到 1 位').waitFor()
    await list.getByRole('link', { name: '林*' }).waitFor()
    expect(await list.getByRole('link', { name: '韩*' }).count()).toBe(0)
    // What was searched for may be a phone: it stands in no address.
    expect(desk.url()).not.toContain('0302')
  })
})

describe('a child', () => {
  const stage = useStage()

  it('is registered by headquarters with the consent of a guardian, and by nobody else', async () => {
    const phone = await stage.phone()
    await signInAsHelmsman(phone, '321300')
    await phone.goto(`${inject('address')}/client/members/new`)
    await fillInChild(phone)
    await phone.getByText('未满 14 周岁须经监护人同意，由总部会员服务登记').waitFor()
    await phone.getByRole('button', { name: '登记', exact: true }).click()
    await phone.getByText('未满 14 周岁须先取得监护人同意，由总部登记后才能继续。').waitFor()

    const { id } = await (await Api.asStaff()).chapterOf('321300')
    const desk = await stage.desk()
    await signInAsStaff(desk)
    await desk.goto(`${inject('address')}/console/chapters/${id}?tab=members`)
    await desk.getByRole('button', { name: '登记会员' }).click()
    const dialog = desk.getByRole('dialog', { name: /^登记会员/ })
    await fillInChild(dialog)
    await dialog.getByRole('button', { name: '登记', exact: true }).click()
    await dialog.getByText('请核实监护人身份，经其同意后勾选。').waitFor()
    await dialog.getByLabel(/监护人同意未满 14 周岁的会员加入/).check()
    await dialog.getByRole('button', { name: '登记', exact: true }).click()
    await desk.getByRole('heading', { level: 1, name: '钱*' }).waitFor()

    await desk.getByRole('button', { name: '登记撤回 监护人同意' }).click()
    await desk.getByRole('dialog').getByRole('button', { name: '登记撤回' }).click()
    await desk.getByRole('button', { name: '登记同意 监护人同意' }).waitFor()
    const ordering = await openOrder(desk)
    await ordering.getByText('未满 14 周岁须先取得监护人同意，由总部登记后才能继续。').waitFor()
    await ordering.getByRole('button', { name: '取消' }).click()
    await desk.getByRole('button', { name: '登记同意 监护人同意' }).click()
    await desk.getByRole('dialog').getByRole('button', { name: '登记同意' }).click()
    await desk.getByRole('button', { name: '登记撤回 监护人同意' }).waitFor()
    await openOrder(desk)
    await desk.getByText('订单已下，等待支付').waitFor()
  })
})

describe('a helmsman', () => {
  const stage = useStage()

  it('registers a member on the phone and sees them masked in the list', async () => {
    const number = '13900321001'
    const phone = await stage.phone()
    await signInAsHelmsman(phone, '321000')
    await openMembers(phone)
    const before = await membersHere(phone)
    await phone.getByRole('link', { name: '登记会员' }).click()
    await phone.getByRole('heading', { level: 1, name: '登记会员' }).waitFor()
    await fillIn(phone, number, '陈静')
    await phone.getByRole('button', { name: '登记', exact: true }).click()
    await phone.getByText('没有这项同意就不能登记。').waitFor()
    await phone.getByLabel(/本人同意为提供会员服务/).check()
    await phone.getByRole('button', { name: '登记', exact: true }).click()
    await phone.getByRole('heading', { level: 1, name: '陈*' }).waitFor()
    await phone.getByRole('link', { name: '会员', exact: true }).first().click()
    await phone.getByLabel('显示').selectOption({ label: '访客' })
    const card = phone.getByRole('link').filter({ hasText: '139****1001' })
    await card.getByText('陈*').waitFor()
    expect(await phone.getByText(number).count()).toBe(0)
    expect(await phone.getByText('陈静').count()).toBe(0)
    await until('they are counted', 10_000, async () => (await membersHere(phone)) === before + 1)

    await consentToShare(number)
    await phone.getByRole('searchbox', { name: '查找会员' }).fill(number)
    await phone.getByRole('button', { name: '查找', exact: true }).click()
    await card.click()
    await phone.reload()
    await phone.getByRole('heading', { level: 1, name: '陈*' }).waitFor()
    await see(phone)
    await phone.getByText(number).waitFor()
    expect(phone.url()).not.toContain(number)
  })

  it('is told that a phone is taken', async () => {
    const number = '13900321101'
    await newMember('321100', number, '赵敏')
    const phone = await stage.phone()
    await signInAsHelmsman(phone, '321100')
    await phone.goto(`${inject('address')}/client/members/new`)
    await fillIn(phone, number, '赵敏')
    await phone.getByLabel(/本人同意为提供会员服务/).check()
    await phone.getByRole('button', { name: '登记', exact: true }).click()
    await phone.getByText('该手机号已是会员。请用完整手机号查找。').waitFor()
  })

  it('is told to wait for a network, and the phone keeps no members', async () => {
    await newMember('321200', '13900321201', '孙悦')
    const phone = await stage.phone()
    await signInAsHelmsman(phone, '321200')
    await workerReady(phone)
    await openMembers(phone)
    await phone.getByRole('link').filter({ hasText: '139****1201' }).waitFor()
    await allKept(phone)
    await stage.cutOff(phone)
    await phone.getByText('需要网络').waitFor()
    await phone.reload()
    await phone.getByText('本分舵会员', { exact: true }).waitFor()
    await phone.getByText('需要网络').waitFor()
    expect(await phone.getByText('139****1201').count()).toBe(0)
    await phone.context().setOffline(false)
    await phone.getByRole('link').filter({ hasText: '139****1201' }).waitFor()
  })
})

/** Opens the list of members through the navigation. */
async function openMembers(phone: Page): Promise<void> {
  await phone.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '会员' }).click()
  await phone.getByRole('heading', { level: 1, name: '会员' }).waitFor()
}

/** How many members the page counts in the chapter itself. */
async function membersHere(phone: Page): Promise<number> {
  return Number(await phone.locator('.members-figures dd').first().innerText())
}

/** Fills in who joins. */
async function fillIn(form: Page | Locator, number: string, name: string): Promise<void> {
  await form.getByRole('textbox', { name: /^手机号/ }).fill(number)
  await form.getByRole('textbox', { name: /^姓名/ }).fill(name)
}

/** Fills in a child of nine who consents to the service. */
async function fillInChild(form: Page | Locator): Promise<void> {
  await fillIn(form, '13900321301', '钱朵朵')
  await form.getByRole('spinbutton', { name: /^出生年份/ }).fill(String(new Date().getFullYear() - 9))
  await form.getByLabel(/本人同意为提供会员服务/).check()
}

/** Opens an order of a year for the member whose page it is. */
async function openOrder(desk: Page): Promise<Locator> {
  await desk.getByRole('button', { name: '代下订单' }).click()
  const dialog = desk.getByRole('dialog', { name: '代会员下订单' })
  await dialog.getByLabel(/会员同意会员服务协议/).check()
  await dialog.getByRole('button', { name: '下订单' }).click()
  return dialog
}

/** Says why, and sees a member in clear. */
async function see(page: Page): Promise<void> {
  await page.getByRole('button', { name: '查看明文' }).click()
  const dialog = page.getByRole('dialog', { name: '查看明文' })
  await dialog.getByText(/会写入审计日志/).waitFor()
  await dialog.getByLabel('理由').fill(REASON)
  await dialog.getByRole('button', { name: '查看明文' }).click()
  await page.getByText('正在显示明文').waitFor()
}

async function chapterOf(division: string): Promise<string> {
  return (await (await Api.asStaff()).chapterOf(division)).id
}

/** Headquarters writes down that a member lets the people of the chapter see more than masks: a chapter cannot. */
async function consentToShare(number: string): Promise<void> {
  const api = await Api.asStaff()
  const { memberByPhone } = await api.run<{ memberByPhone: { id: string } }>(
    'query ($phone: String!) { memberByPhone(phone: $phone) { id } }',
    { phone: number },
  )
  await api.run(
    'mutation ($input: MemberConsentSetInput!) { memberConsentSet(input: $input) { userErrors { code } } }',
    {
      input: {
        id: memberByPhone.id,
        purpose: 'SHARE_WITH_CHAPTER',
        textVersion: '2026-11',
        granted: true,
      },
    },
  )
}

/** Registers somebody at the chapter of a division; answers the member's id. */
async function newMember(division: string, phone: string, name: string): Promise<string> {
  const api = await Api.asStaff()
  return api.newMember((await api.chapterOf(division)).id, phone, name)
}
