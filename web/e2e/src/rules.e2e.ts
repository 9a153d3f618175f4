import { fenText } from '@shared/money/fen'
import type { Locator, Page } from 'playwright-core'
import { describe, expect, inject, it } from 'vitest'
import { Api } from './world/api'
import { signInAsHelmsman, signInAsStaff } from './world/people'
import { useStage } from './world/stage'
import { until } from './world/until'

const DAY = 86_400_000

describe('a child', () => {
  const stage = useStage()

  it('is registered by headquarters with the consent of a guardian, and by nobody else', async () => {
    const phone = await stage.phone()
    await signInAsHelmsman(phone, '321300')
    await phone.goto(`${inject('address')}/client/members/new`)
    await fillIn(phone)
    await phone.getByText('未满 14 周岁须经监护人同意，由总部会员服务登记').waitFor()
    await phone.getByRole('button', { name: '登记', exact: true }).click()
    await phone.getByText('未满 14 周岁须先取得监护人同意，由总部登记后才能继续。').waitFor()

    const { id } = await (await Api.asStaff()).chapterOf('321300')
    const desk = await stage.desk()
    await signInAsStaff(desk)
    await desk.goto(`${inject('address')}/console/chapters/${id}?tab=members`)
    await desk.getByRole('button', { name: '登记会员' }).click()
    const dialog = desk.getByRole('dialog', { name: /^登记会员/ })
    await fillIn(dialog)
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

describe('how a price is split', () => {
  const stage = useStage()

  it('is set for a day to come, and not for one that is near', async () => {
    const finance = await stage.desk()
    await signInAsStaff(finance, 'finance')
    await finance.goto(`${inject('address')}/console/money/split`)
    await finance.getByRole('row').filter({ hasText: '现行' }).getByText('35%').waitFor()
    await finance.getByRole('button', { name: '新版本' }).click()
    const dialog = finance.getByRole('dialog', { name: '分账规则新版本' })
    await dialog.getByLabel('分舵').fill('101')
    await dialog.getByLabel('生效日').fill(dayIn(40))
    await dialog.getByRole('button', { name: '保存' }).click()
    expect(await dialog.isVisible()).toBe(true)
    await dialog.getByLabel('分舵').fill('36.5')
    await dialog.getByText('总部得其余的 63.5%').waitFor()
    await dialog.getByRole('button', { name: '保存' }).click()
    await finance.getByText('新的分账规则已保存').waitFor()
    const made = finance.getByRole('row').filter({ hasText: '36.5%' })
    await made.getByText('63.5%').waitFor()
    expect(await made.getByText('现行').count()).toBe(0)
  })
})

describe('sales outside a territory', () => {
  const stage = useStage()

  it('are ruled on, and what they brought goes to whose territory it is', async () => {
    const { id, share } = await caseOf('330600')
    const finance = await stage.desk()
    await signInAsStaff(finance, 'finance')
    await finance.goto(`${inject('address')}/console/money/disputes`)
    const row = finance
      .getByRole('row')
      .filter({ hasText: '绍兴' })
      .filter({ hasText: fenText(share, 'zh') })
    await row.getByText('30%').waitFor()
    await row.getByRole('button', { name: '裁定违规' }).click()
    const dialog = finance.getByRole('dialog', { name: '裁定违规' })
    await dialog.getByText(fenText(share, 'zh')).waitFor()
    await dialog.getByLabel('理由').fill('三位买家都住在杭州')
    await dialog.getByRole('button', { name: '裁定违规' }).click()
    await row.getByText(`划转 ${fenText(share, 'zh')}，追回 ${fenText('0', 'zh')}`).waitFor()
    expect(await row.getByRole('button', { name: '裁定违规' }).count()).toBe(0)

    const entries = await (await Api.asStaff()).audited('money.territory_case_decide')
    expect(entries.filter(entry => entry.target === id)).toHaveLength(1)
  })
})

/** Fills in a child of nine who consents to the service. */
async function fillIn(form: Page | Locator): Promise<void> {
  await form.getByRole('textbox', { name: /^手机号/ }).fill('13900321301')
  await form.getByRole('textbox', { name: /^姓名/ }).fill('钱朵朵')
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

/** The day so many days from now, in China. */
function dayIn(days: number): string {
  return new Date(Date.now() + days * DAY).toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' })
}

/** The case of a chapter that waits for a ruling. The worker notes it when a server has started. */
async function caseOf(division: string): Promise<{ id: string; share: string }> {
  const api = await Api.asStaff()
  const chapter = await api.chapterOf(division)
  return until(`a case of ${division}`, 60_000, async () => {
    const { territoryCases } = await api.run<{
      territoryCases: { nodes: { id: string; share: string; chapterId: string }[] }
    }>('{ territoryCases(first: 20, state: OPEN) { nodes { id share chapterId } } }')
    return territoryCases.nodes.find(found => found.chapterId === chapter.id)
  })
}
