import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { kept } from './world/device'
import { inside, signInAsHelmsman, workerReady } from './world/people'
import { Relay } from './world/relay'
import { useStage } from './world/stage'
import { until } from './world/until'

describe('a newer build of the client', () => {
  const stage = useStage()
  let relay: Relay

  beforeAll(async () => {
    relay = await Relay.start(inject('address'))
  })
  afterAll(() => relay.stop())

  it('is offered, comes into use with one reload when wanted, and what waits to be sent stays', async () => {
    const phone = await stage.phone({ address: relay.address })
    await signInAsHelmsman(phone, '340100', relay.address)
    await workerReady(phone)
    await phone.reload()
    await inside(phone)
    expect(await hasWorker(phone)).toBe(true)
    await waiting(phone)

    // The same worker with another text is another worker to the browser.
    relay.change('/client/sw.js', script => `${script}\n// newer\n`)
    let loads = 0
    phone.on('load', () => {
      loads += 1
    })
    await phone.evaluate(async () => (await navigator.serviceWorker.getRegistration('/client/'))?.update())
    const offer = phone.getByText('有新版本')
    await offer.waitFor()
    // Nothing happens before it is wanted.
    expect(loads).toBe(0)
    expect(await phone.getByRole('img', { name: '1 项待确认' }).count()).toBe(1)

    const loaded = phone.waitForEvent('load')
    await phone.getByRole('button', { name: '更新' }).click()
    await loaded
    await inside(phone)
    await until('the newer worker is the only one', 20_000, () => isSettled(phone))
    expect(await offer.count()).toBe(0)
    expect(loads).toBe(1)
    expect((await kept(phone)).outbox).toBe(1)
    await phone.getByRole('navigation').getByRole('link', { name: '我', exact: false }).last().click()
    await phone.getByRole('listitem').filter({ hasText: '确认收悉' }).waitFor()
  })
})

/** Puts an acknowledgement into the queue that the server does not take now. */
async function waiting(phone: Page): Promise<void> {
  await phone.getByRole('navigation').getByRole('link', { name: '政策' }).click()
  await phone.getByRole('link').filter({ hasText: '年费会员价格' }).first().click()
  const acknowledge = phone.getByRole('button', { name: '我已阅读并确认收悉' })
  await acknowledge.waitFor()
  await phone
    .context()
    .route('**/graphql', route =>
      route.request().postData()?.includes('"hash"') ? route.abort('connectionreset') : route.continue(),
    )
  await acknowledge.click()
  await phone.getByText('已记下您的确认，尚未得到服务器确认').waitFor()
}

function hasWorker(phone: Page): Promise<boolean> {
  return phone.evaluate(() => navigator.serviceWorker.controller !== null)
}

function isSettled(phone: Page): Promise<boolean> {
  return phone.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration('/client/')
    return registration?.active?.state === 'activated' && !registration.waiting && !registration.installing
  })
}
