import { createServer } from 'node:net'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { inside } from './world/people'
import { CLIENT, Identities } from './world/provider'
import { Server } from './world/server'
import { useStage } from './world/stage'

describe('signing in through a provider of identities', () => {
  const stage = useStage()
  let identities: Identities
  let server: Server
  let desk: Page

  beforeAll(async () => {
    // The provider has to know where the console is, and the console where the provider is.
    const port = await freePort()
    identities = await Identities.start(`http://127.0.0.1:${port}`)
    server = await Server.start({
      listen: `127.0.0.1:${port}`,
      embedded: true,
      settings: {
        oidc_issuer: identities.issuer,
        oidc_client_id: CLIENT.id,
        oidc_client_secret: CLIENT.secret,
        oidc_name: '集团统一身份',
      },
    })
  })
  afterAll(async () => {
    await server?.stop()
    await identities?.stop()
  })
  beforeEach(async () => {
    identities.broken = null
    desk = await stage.desk({ address: server.address, others: [identities.issuer] })
  })

  it('leads a member of staff to where they wanted to go', async () => {
    await desk.goto(`${server.address}/console/policies?x=1`)
    await begin()
    await identify('hq-admin@demo.invalid')
    await inside(desk)
    expect(desk.url()).toBe(`${server.address}/console/policies?x=1`)
    await desk
      .getByRole('link', { name: /^当前账号/ })
      .getByText('总部管理员')
      .first()
      .waitFor()
    // It is a session as any other: it lasts, and ends.
    await desk.reload()
    await inside(desk)
    await desk.getByRole('button', { name: '退出' }).click()
    await desk.getByRole('heading', { name: '登录总部控制台' }).waitFor()
    await desk.reload()
    await desk.getByRole('heading', { name: '登录总部控制台' }).waitFor()
  })

  it.each([
    ['a stranger', 'stranger@elsewhere.invalid'],
    ['somebody whose e-mail is not verified', 'unverified+hq-admin@demo.invalid'],
  ])('refuses %s', async (_who, login) => {
    await desk.goto(`${server.address}/console/`)
    await begin()
    await identify(login)
    await desk.getByText('登录没有完成').waitFor()
    expect(new URL(desk.url()).pathname).toBe('/console/sign-in')
    expect(await desk.getByText('这个身份没有对应的员工账号').count()).toBe(1)
    expect((await desk.context().cookies(server.address)).map(cookie => cookie.name)).not.toContain(
      'flotilla_console',
    )
  })

  it('says so when somebody cancels it', async () => {
    await desk.goto(`${server.address}/console/`)
    await begin()
    await desk.getByRole('button', { name: 'Cancel' }).click()
    await desk.getByText('身份提供方没有允许这次登录，可能是您取消了。').waitFor()
  })

  it('says so when the provider breaks down on the way', async () => {
    await desk.goto(`${server.address}/console/`)
    await begin()
    await desk.getByLabel('Who are you?').waitFor()
    identities.broken = '/token'
    await identify('hq-admin@demo.invalid')
    await desk.getByText('身份提供方暂时无法访问，请稍后再试或改用密码。').waitFor()
    // The way by password is still there.
    await desk.getByLabel('密码').waitFor()
  })

  it.each(['https://elsewhere.invalid/console/', '//elsewhere.invalid/console/'])(
    'leads nobody away to %s',
    async place => {
      await desk.goto(`${server.address}/session/console/oidc?return=${encodeURIComponent(place)}`)
      await identify('auditor@demo.invalid')
      await inside(desk)
      expect(desk.url()).toBe(`${server.address}/console/`)
    },
  )

  it('takes no answer that it did not ask for', async () => {
    for (const forged of ['?code=guessed&state=guessed', '?state=x', '?error=access_denied', '']) {
      const answer = await fetch(`${server.address}/session/console/oidc/callback${forged}`, {
        redirect: 'manual',
      })
      expect(answer.status).toBe(303)
      expect(answer.headers.get('location')).toMatch(/^\/console\/sign-in\?problem=oidc_\w+$/)
      expect(answer.headers.get('set-cookie') ?? '').not.toMatch(/flotilla_console=[^;]/)
    }
  })

  async function begin(): Promise<void> {
    await desk.getByRole('button', { name: '用 集团统一身份 登录' }).click()
  }

  async function identify(login: string): Promise<void> {
    await desk.getByLabel('Who are you?').fill(login)
    await desk.getByRole('button', { name: 'Sign in' }).click()
  }
})

/** A port that nobody listens on. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
