import type { Page } from 'playwright-core'
import { describe, expect, inject, it } from 'vitest'
import { Api } from './world/api'
import { kept, NOTHING } from './world/device'
import { signInAsHelmsman, signInAsStaff, workerReady } from './world/people'
import { useStage } from './world/stage'
import { until } from './world/until'

describe('headquarters ends the term of a helmsman', () => {
  const stage = useStage()

  it('and the open phone says so by itself, and keeps nothing', async () => {
    const phone = await stage.phone()
    const desk = await stage.desk()
    await signInAsHelmsman(phone, '360100')
    await read(phone)
    await until('the phone keeps what it read', 10_000, async () => (await kept(phone)).records > 0)
    await endTerm(desk, '360100')

    await phone.getByRole('heading', { level: 1, name: '目前没有任职' }).waitFor()
    await until('nothing is kept', 10_000, async () => isNothing(phone))
    await phone.reload()
    await phone.getByRole('heading', { level: 1, name: '目前没有任职' }).waitFor()
    await until('nothing is kept still', 10_000, async () => isNothing(phone))
  })

  it('while the phone has no network, and what it kept goes when it comes back', async () => {
    const phone = await stage.phone()
    const desk = await stage.desk()
    await signInAsHelmsman(phone, '370100')
    await workerReady(phone)
    await read(phone)
    await stage.cutOff(phone)
    await phone.getByRole('link').filter({ hasText: '年费会员价格' }).first().click()
    await phone.getByRole('button', { name: '我已阅读并确认收悉' }).click()
    await phone.getByText('已记下您的确认，尚未得到服务器确认').waitFor()
    await endTerm(desk, '370100')

    // Without contact it cannot know, and stays readable until its time is up.
    await phone.reload()
    await phone.getByText('已记下您的确认，尚未得到服务器确认').waitFor()
    await phone.context().setOffline(false)
    await phone.getByRole('heading', { level: 1, name: '目前没有任职' }).waitFor()
    await until('nothing is kept', 10_000, async () => isNothing(phone))
    const api = await Api.asStaff()
    const chapter = await api.chapterOf('370100')
    expect(await api.audited('policies.acknowledge', chapter.id)).toEqual([])
  })

  async function endTerm(desk: Page, division: string): Promise<void> {
    const chapter = await (await Api.asStaff()).chapterOf(division)
    await signInAsStaff(desk)
    await desk.goto(`${inject('address')}/console/chapters/${chapter.id}`)
    await desk.getByRole('button', { name: '结束任期' }).first().click()
    const question = desk.getByRole('dialog')
    await question.getByText('结束后本分舵空缺，由上级代管。').waitFor()
    await question.getByRole('button', { name: '结束任期' }).click()
    await desk.getByText('任期已结束').waitFor()
  }
})

/** Reads what the phone then keeps. */
async function read(phone: Page): Promise<void> {
  const inbox = phone.getByRole('link').filter({ hasText: '年费会员价格' }).first()
  await phone.getByRole('navigation').getByRole('link', { name: '政策' }).click()
  await inbox.click()
  await phone.getByRole('heading', { level: 2, name: '正文' }).waitFor()
  await phone.getByRole('navigation').getByRole('link', { name: '政策' }).click()
  await inbox.waitFor()
}

async function isNothing(phone: Page): Promise<boolean> {
  return JSON.stringify(await kept(phone)) === JSON.stringify(NOTHING)
}
