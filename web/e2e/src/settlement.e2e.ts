import { readFileSync } from 'node:fs'
import { fenText, yuanText } from '@shared/money/fen'
import type { Page } from 'playwright-core'
import { describe, expect, inject, it } from 'vitest'
import { Api } from './world/api'
import { signInAsHelmsman, signInAsStaff } from './world/people'
import { useStage } from './world/stage'
import { until } from './world/until'

/** How long the worker may take to issue the statements that are due when a server starts, in milliseconds. */
const ISSUED_WITHIN = 60_000
const DAY = 86_400_000

interface Told {
  id: string
  month: string
  accrued: string
  due: string
}

/** The statements of a chapter that sold in the demo: the one of the month of its sales, and the last. */
async function statementsOf(division: string): Promise<{ sold: Told; last: Told }> {
  const api = await Api.asStaff()
  return until(`statements of ${division}`, ISSUED_WITHIN, async () => {
    const { chapterByDivision } = await api.run<{ chapterByDivision: { statements: { nodes: Told[] } } }>(
      `query ($code: String!) {
        chapterByDivision(code: $code) { statements(first: 5) { nodes { id month accrued due } } }
      }`,
      { code: division },
    )
    const { nodes } = chapterByDivision.statements
    const sold = nodes.find(({ accrued }) => accrued !== '0')
    const [last] = nodes
    return sold && last && { sold, last }
  })
}

describe('a month of sales', () => {
  const stage = useStage()

  it('is told order by order, to the helmsman and to finance', async () => {
    const { sold } = await statementsOf('330200')
    const phone = await stage.phone()
    await signInAsHelmsman(phone, '330200')
    await phone.goto(`${inject('address')}/client/statements`)
    await phone.locator(`a[href$="/statements/${sold.id}"]`).click()
    await phone
      .getByText(/^新增 · /)
      .first()
      .waitFor()
    const lines = phone.getByRole('listitem').filter({ hasText: '订单 ordr_' })
    // Ten a month: one a day.
    expect(await lines.count()).toBe(10)

    const finance = await stage.desk()
    await signInAsStaff(finance, 'finance')
    await finance.goto(`${inject('address')}/console/money/statements/${sold.id}`)
    await finance.getByRole('cell', { name: '新增', exact: true }).first().waitFor()
    expect(await finance.getByRole('link', { name: '查看订单' }).count()).toBe(10)
    await finance.getByRole('link', { name: '查看订单' }).first().click()
    await finance.getByText('这笔订单的钱归谁').waitFor()
  })

  it('is disputed on the phone, answered by one, ruled on by another, and what is granted is told', async () => {
    const { last } = await statementsOf('330600')
    const phone = await stage.phone()
    await signInAsHelmsman(phone, '330600')
    await phone.goto(`${inject('address')}/client/statements/${last.id}`)
    await phone.getByRole('button', { name: '提出异议' }).click()
    const objecting = phone.getByRole('dialog', { name: '提出异议' })
    await objecting.getByLabel('争议金额').fill('50')
    await objecting.getByLabel('理由').fill('少算了一笔订单')
    await objecting.getByRole('button', { name: '提出异议' }).click()
    await phone.getByText('待答复').waitFor()

    const finance = await stage.desk()
    await signInAsStaff(finance, 'finance')
    await finance.goto(`${inject('address')}/console/money/disputes`)
    await disputed(finance).getByRole('button', { name: '答复' }).click()
    const answering = finance.getByRole('dialog', { name: '答复' })
    await answering.getByLabel('答复').fill('已核对，请裁定')
    await answering.getByRole('button', { name: '答复' }).click()
    await disputed(finance).getByText('待裁定').waitFor()
    expect(await disputed(finance).getByRole('button', { name: '裁定' }).count()).toBe(0)

    const chief = await stage.desk()
    await signInAsStaff(chief)
    await chief.goto(`${inject('address')}/console/money/disputes`)
    await disputed(chief).getByRole('button', { name: '裁定' }).click()
    const ruling = chief.getByRole('dialog', { name: '裁定' })
    await ruling.getByLabel('异议成立').check()
    await ruling.getByLabel('补付金额').fill('30')
    await ruling.getByLabel('理由').fill('漏计一笔')
    await ruling.getByRole('button', { name: '裁定' }).click()
    await disputed(chief).waitFor({ state: 'detached' })

    await phone.reload()
    await phone.getByText('异议成立').waitFor()
    await phone.getByText('补发 30 元').waitFor()
  })

  it('is paid out by the hands of two, by a file of what was sent and nothing else', async () => {
    const { last } = await statementsOf('330100')
    const finance = await stage.desk()
    await signInAsStaff(finance, 'finance')
    await finance.goto(`${inject('address')}/console/money/statements/${last.id}`)
    await finance.getByRole('button', { name: '准备付款' }).click()
    const preparing = finance.getByRole('dialog', { name: '准备付款' })
    await preparing.getByText(fenText(last.due, 'zh')).waitFor()
    await preparing.getByRole('button', { name: '准备', exact: true }).click()
    await finance.getByRole('cell', { name: '待发出' }).waitFor()
    await finance.goto(`${inject('address')}/console/money/payouts`)
    await payout(finance, last.id).getByText('待发出').waitFor()
    expect(await finance.getByRole('button', { name: '下载银行文件' }).count()).toBe(0)

    const chief = await stage.desk()
    await signInAsStaff(chief)
    await chief.goto(`${inject('address')}/console/money/payouts`)
    await payout(chief, last.id).getByRole('button', { name: '发出' }).click()
    await chief.getByRole('dialog', { name: '发出付款' }).getByRole('button', { name: '发出' }).click()
    await payout(chief, last.id).getByText('已发出').waitFor()
    const [download] = await Promise.all([
      chief.waitForEvent('download'),
      chief.getByRole('button', { name: '下载银行文件' }).click(),
    ])
    const rows = readFileSync(await download.path(), 'utf8')
      .trim()
      .split('\r\n')
    expect(rows).toHaveLength(2)
    expect(rows[1]).toContain(`"${yuanText(last.due)}"`)
    expect(rows[1]).toContain('"SENT"')

    await payout(chief, last.id).getByRole('button', { name: '登记到账' }).click()
    const settling = chief.getByRole('dialog', { name: '登记到账' })
    await settling.getByLabel('银行回单号').fill('E2E-BANK-1')
    await settling.getByRole('button', { name: '登记到账' }).click()
    await payout(chief, last.id).waitFor({ state: 'detached' })

    const phone = await stage.phone()
    await signInAsHelmsman(phone, '330100')
    await phone.goto(`${inject('address')}/client/statements/${last.id}`)
    await phone.getByText('已到账').waitFor()
    await phone.getByText('已结算').waitFor()
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
    await dialog.getByLabel('生效日').fill(dayIn(3))
    await dialog.getByRole('button', { name: '保存' }).click()
    // Neither leaves the browser: more than the whole, and too soon for a chapter to reckon with it.
    expect(await dialog.getByLabel('分舵').evaluate(isOutOfRange)).toBe(true)
    expect(await dialog.getByLabel('生效日').evaluate(isOutOfRange)).toBe(true)
    expect(await splits()).toBe(1)
    await dialog.getByLabel('生效日').fill(dayIn(40))
    await dialog.getByLabel('分舵').fill('36.5')
    await dialog.getByText('总部得其余的 63.5%').waitFor()
    await dialog.getByRole('button', { name: '保存' }).click()
    await finance.getByText('新的分账规则已保存').waitFor()
    const made = finance.getByRole('row').filter({ hasText: '36.5%' })
    await made.getByText('63.5%').waitFor()
    expect(await made.getByText('现行').count()).toBe(0)
    expect(await splits()).toBe(2)
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

/** Whether a field holds more, or less, than it may. */
function isOutOfRange(field: Element): boolean {
  const { rangeOverflow, rangeUnderflow } = (field as HTMLInputElement).validity
  return rangeOverflow || rangeUnderflow
}

/** How many versions of the split there are. */
async function splits(): Promise<number> {
  const { splitRules } = await (await Api.asStaff()).run<{ splitRules: object[] }>(
    '{ splitRules(first: 20) { version } }',
  )
  return splitRules.length
}

/** The day so many days from now, in China. */
function dayIn(days: number): string {
  return new Date(Date.now() + days * DAY).toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' })
}

/** The case of a chapter that waits for a ruling. The worker notes it when a server has started. */
async function caseOf(division: string): Promise<{ id: string; share: string }> {
  const api = await Api.asStaff()
  const chapter = await api.chapterOf(division)
  return until(`a case of ${division}`, ISSUED_WITHIN, async () => {
    const { territoryCases } = await api.run<{
      territoryCases: { nodes: { id: string; share: string; chapterId: string }[] }
    }>('{ territoryCases(first: 20, state: OPEN) { nodes { id share chapterId } } }')
    return territoryCases.nodes.find(found => found.chapterId === chapter.id)
  })
}

/** The row of the objection. */
function disputed(page: Page) {
  return page.getByRole('row').filter({ hasText: '少算了一笔订单' })
}

/** The row of a statement's payout. */
function payout(page: Page, statement: string) {
  return page.getByRole('row').filter({ has: page.locator(`a[href$="/money/statements/${statement}"]`) })
}
