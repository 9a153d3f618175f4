import { fenText } from '@shared/money/fen'
import type { Page } from 'playwright-core'
import { describe, expect, inject, it } from 'vitest'
import { Api } from './world/api'
import { signInAsHelmsman, signInAsStaff } from './world/people'
import { useStage } from './world/stage'
import { until } from './world/until'

const DAY = 86_400_000

describe('a child', () => {
  const stage = useStage()

  it('is registered on a phone as a guest, and buys once headquarters has written down that a guardian agrees', async () => {
    const phone = await stage.phone()
    await signInAsHelmsman(phone, '321300')
    await phone.goto(`${inject('address')}/client/members/new`)
    await phone.getByLabel('手机号').fill('13900321301')
    await phone.getByLabel('姓名').fill('钱朵朵')
    await phone.getByLabel('出生年份').fill(String(new Date().getFullYear() - 9))
    await phone.getByText(/未满 14 周岁的会员须由监护人同意/).waitFor()
    await phone.getByLabel(/本人同意为提供会员服务/).check()
    await phone.getByRole('button', { name: '登记', exact: true }).click()
    await phone.getByRole('heading', { level: 1, name: '钱**' }).waitFor()
    // The chapter itself cannot write down what the guardian says.
    expect(await phone.getByRole('button', { name: '登记同意 监护人同意' }).count()).toBe(0)

    const api = await Api.asStaff()
    const { memberByPhone } = await api.run<{ memberByPhone: { id: string } }>(
      '{ memberByPhone(phone: "13900321301") { id } }',
    )
    const desk = await stage.desk()
    await signInAsStaff(desk)
    await desk.goto(`${inject('address')}/console/members/${memberByPhone.id}`)
    await openOrder(desk)
    await desk.getByText('未满 14 周岁须先取得监护人同意，由总部登记后才能继续。').waitFor()
    await desk.keyboard.press('Escape')

    await desk.getByRole('button', { name: '登记同意 监护人同意' }).click()
    await desk.getByRole('dialog').getByRole('button', { name: '登记同意' }).click()
    await desk.getByText('已登记').waitFor()
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

/** Opens an order of a year for the member whose page it is. */
async function openOrder(desk: Page): Promise<void> {
  await desk.getByRole('button', { name: '代下订单' }).click()
  const dialog = desk.getByRole('dialog', { name: '代会员下订单' })
  await dialog.getByLabel(/会员同意会员服务协议/).check()
  await dialog.getByRole('button', { name: '下订单' }).click()
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
