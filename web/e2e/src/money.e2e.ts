import { readFileSync } from 'node:fs'
import type { Locator, Page } from 'playwright-core'
import { describe, expect, inject, it } from 'vitest'
import { Api } from './world/api'
import { signInAsStaff } from './world/people'
import { useStage } from './world/stage'

describe('an order', () => {
  const stage = useStage()

  it('is paid in cash, and goes back by the hands of two', async () => {
    const api = await Api.asStaff()
    const chapter = await api.chapterOf('340100')
    const member = await api.newMember(chapter.id, '13900340101', '杨过')
    const finance = await stage.desk()
    await signInAsStaff(finance, 'finance')
    await finance.goto(`${inject('address')}/console/members/${member}`)
    await finance.getByRole('button', { name: '代下订单' }).click()
    const opening = finance.getByRole('dialog', { name: '代会员下订单' })
    await opening.getByLabel(/年费会员/).check()
    await opening.getByLabel(/会员同意会员服务协议/).check()
    await opening.getByRole('button', { name: '下订单' }).click()

    await finance.getByRole('button', { name: '登记收款' }).click()
    const paying = finance.getByRole('dialog', { name: '登记收款' })
    await paying.getByLabel('收到金额').fill('1')
    await paying.getByLabel('凭证号').fill('E2E-340101')
    await paying.getByRole('button', { name: '登记', exact: true }).click()
    await paying.getByText('金额与订单不符').waitFor()
    const [, price = ''] = /：([\d,.]+) 元/.exec(await paying.getByText(/须与订单金额一致/).innerText()) ?? []
    await paying.getByLabel('收到金额').fill(price)
    await paying.getByRole('button', { name: '登记', exact: true }).click()
    await fact(finance, '状态', '已支付').waitFor()
    await finance.getByText('这笔订单的钱归谁').waitFor()
    const address = finance.url()

    await finance.getByRole('button', { name: '申请退款' }).click()
    const asking = finance.getByRole('dialog', { name: '申请退款' })
    await asking.getByText('七天内全额').waitFor()
    await asking.getByLabel('原因').fill('搬到外地')
    await asking.getByRole('button', { name: '申请', exact: true }).click()
    await finance.getByRole('cell', { name: '待审批' }).waitFor()
    await finance.getByText('须由他人审批').waitFor()
    expect(await finance.getByRole('button', { name: '批准' }).count()).toBe(0)

    const chief = await stage.desk()
    await signInAsStaff(chief)
    await chief.goto(`${inject('address')}/console/money/refunds`)
    const row = chief
      .getByRole('row')
      .filter({ has: chief.locator(`a[href$="${new URL(address).pathname}"]`) })
    await row.getByText('总部财务').waitFor()
    await row.getByRole('button', { name: '批准' }).click()
    const approving = chief.getByRole('dialog', { name: '批准退款' })
    await approving.getByText('当初以现金或转账支付').waitFor()
    await approving.getByRole('button', { name: '批准', exact: true }).click()
    await row.getByText('须由审批人以外的人退还并登记').waitFor()

    await finance.reload()
    await finance.getByRole('button', { name: '登记已退款' }).click()
    const handing = finance.getByRole('dialog', { name: '登记已退款' })
    await handing.getByLabel('凭证号').fill('E2E-340101-R')
    await handing.getByRole('button', { name: '登记', exact: true }).click()
    await fact(finance, '状态', '已退款').waitFor()

    await chief.goto(address)
    await fact(chief, '状态', '已退款').waitFor()
    const refund = chief.getByRole('row').filter({ hasText: '搬到外地' })
    await refund.getByText('总部财务').waitFor()
    await refund.getByText('总部管理员').waitFor()
    await chief.getByRole('cell', { name: '已冲回' }).waitFor()
    for (const event of ['收到订单款', '退款核准', '退款付出']) {
      await chief.getByRole('rowheader', { name: event }).waitFor()
    }
    await chief.goto(`${inject('address')}/console/money`)
    await chief.getByText('两边相等').waitFor()
  })

  it('gets an invoice', async () => {
    const api = await Api.asStaff()
    const chapter = await api.chapterOf('340200')
    const member = await api.newMember(chapter.id, '13900340201', '小龙女')
    const order = await api.paidOrder(member, 'E2E-340201')
    const desk = await stage.desk()
    await signInAsStaff(desk)
    await desk.goto(`${inject('address')}/console/money/orders/${order}`)
    await desk.getByRole('button', { name: '申请发票' }).click()
    const dialog = desk.getByRole('dialog', { name: '申请发票' })
    await dialog.getByLabel('抬头').fill('古墓派个人')
    await dialog.getByRole('button', { name: '申请', exact: true }).click()
    await desk.getByRole('row').filter({ hasText: '古墓派个人' }).getByText('待开票').waitFor()

    await desk.goto(`${inject('address')}/console/money/invoices`)
    await desk.getByRole('button', { name: '登记发票号 古墓派个人' }).click()
    const issuing = desk.getByRole('dialog', { name: '登记发票号' })
    await issuing.getByLabel('发票号码').fill('26112200340201')
    await issuing.getByRole('button', { name: '登记', exact: true }).click()
    await desk.getByText('发票已登记').waitFor()
    await desk.getByText('古墓派个人').waitFor({ state: 'detached' })
  })
})

describe('cards', () => {
  const stage = useStage()

  it('are issued with codes that are shown once, and what is left is taken back', async () => {
    const chapter = await (await Api.asStaff()).chapterOf('340300')
    const desk = await stage.desk({ acceptDownloads: true })
    await signInAsStaff(desk)
    await desk.goto(`${inject('address')}/console/chapters/${chapter.id}?tab=sales`)
    await desk.getByRole('button', { name: '制发一批卡' }).click()
    const form = desk.getByRole('dialog', { name: /^制发一批卡/ })
    await form.getByLabel('批次名称').fill('浏览器测试赠卡')
    await form.getByLabel('张数').fill('3')
    await form.getByLabel('失效日').fill('2099-01-01')
    await form.getByRole('button', { name: '制发', exact: true }).click()

    const shown = desk.getByRole('dialog', { name: '卡号：浏览器测试赠卡' })
    const codes = await shown.getByRole('listitem').allInnerTexts()
    expect(codes).toHaveLength(3)
    for (const code of codes) expect(code.trim()).toMatch(/^(\w{4}-){3}\w{4}$/)
    await shown.getByRole('button', { name: '关闭', exact: true }).last().click()
    await shown.getByText('还没有下载').waitFor()
    const [file] = await Promise.all([
      desk.waitForEvent('download'),
      shown.getByRole('button', { name: '下载 CSV' }).click(),
    ])
    const lines = readFileSync(await file.path(), 'utf8').split('\r\n')
    expect(lines.slice(1, 4).map(line => line.split(',')[0])).toEqual(codes.map(code => code.trim()))
    await shown.getByRole('button', { name: '关闭', exact: true }).last().click()

    await desk.reload()
    const row = desk.getByRole('row').filter({ hasText: '浏览器测试赠卡' })
    await row.waitFor()
    expect(await desk.getByText(codes[0] ?? '').count()).toBe(0)
    await row.getByRole('button', { name: /^作废剩余/ }).click()
    const voiding = desk.getByRole('dialog', { name: /^作废卡/ })
    await voiding.getByText('这一批还有 3 张没有兑换').waitFor()
    await voiding.getByRole('button', { name: '全部作废' }).click()
    await row.getByText('已整批作废').waitFor()
  })
})

describe('tiers', () => {
  const stage = useStage()

  it('are added, and cost what a chapter says within its bounds', async () => {
    const desk = await stage.desk()
    await signInAsStaff(desk)
    await desk.goto(`${inject('address')}/console/tiers`)
    await desk.getByRole('button', { name: '新增等级' }).click()
    const form = desk.getByRole('dialog', { name: '新增会员等级' })
    await form.getByLabel('代码').fill('e2e_patron')
    await form.getByLabel('名称').fill('赞助会员')
    await form.getByRole('button', { name: '保存' }).click()
    const row = desk.getByRole('row').filter({ hasText: 'e2e_patron' })
    await row.getByText('不出售').waitFor()
    await row.getByRole('button', { name: '修改 赞助会员' }).click()
    const change = desk.getByRole('dialog', { name: '修改会员等级：赞助会员' })
    await change.getByLabel('总部价').fill('999')
    // It is not left to be had: other tests choose among those that are.
    await change.getByLabel(/^在用/).uncheck()
    await change.getByRole('button', { name: '保存' }).click()
    await row.getByText('999 元').waitFor()
    await row.getByText('停用').waitFor()
  })
})

describe('statements', () => {
  const stage = useStage()

  it('of a month that is over are issued by hand, and no payout waits where nothing was earned', async () => {
    const desk = await stage.desk()
    await signInAsStaff(desk, 'finance')
    await desk.goto(`${inject('address')}/console/money/statements`)
    // The demo's network was opened months later.
    await desk.getByLabel('月份').selectOption({ index: 5 })
    await desk.getByRole('button', { name: '立即出具' }).click()
    const dialog = desk.getByRole('dialog', { name: /的对账单$/ })
    await dialog.getByRole('button', { name: '立即出具' }).click()
    await desk.getByText(/^已出具 \d+ 份对账单$/).waitFor()
    await desk.getByText('这个月没有对账单。').waitFor()
    await desk.getByRole('button', { name: '下载银行文件' }).click()
    await desk.getByText('没有已发出、等银行付款的结算').waitFor()
  })
})

/** A fact under its label. */
function fact(page: Page, label: string, value: string): Locator {
  return page
    .locator('.key-value-item')
    .filter({ has: page.locator('dt', { hasText: new RegExp(`^${label}$`) }) })
    .getByText(value, { exact: true })
}
