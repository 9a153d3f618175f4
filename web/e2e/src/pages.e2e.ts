import type { Request } from 'playwright-core'
import { describe, expect, inject, it } from 'vitest'
import { examples } from '../../console/src/pages/explorer/examples'
import { Api } from './world/api'
import { signInAsHelmsman, signInAsStaff } from './world/people'
import { useStage } from './world/stage'

const stage = useStage()

/** A place of each kind. */
const PLACES = [
  '/',
  '/console/',
  '/console/sign-in',
  '/console/chapters/chap_1',
  '/console/policies/membership.annual.price',
  '/console/explorer.html',
  '/client/',
  '/client/values/membership.annual.price',
]

describe('every page', () => {
  it.each(PLACES)('%s lets in nothing foreign and nothing inline', async place => {
    const { headers, status } = await fetch(`${inject('address')}${place}`)
    expect(status).toBe(200)
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).not.toMatch(/unsafe-|\*|https?:/)
    const rules = new Map(
      policy.split(';').map(rule => {
        const [name = '', ...sources] = rule.trim().split(/\s+/)
        return [name, sources.join(' ')]
      }),
    )
    expect(rules.get('default-src')).toBe("'none'")
    expect(rules.get('script-src')).toBe("'self'")
    expect(rules.get('connect-src')).toBe("'self'")
    expect(rules.get('object-src')).toBe("'none'")
    expect(rules.get('base-uri')).toBe("'none'")
    expect(rules.get('frame-ancestors')).toBe("'none'")
    expect(rules.get('form-action')).toBe("'self'")
    // The editor of the explorer styles itself while it runs, by a nonce that is good once.
    if (place.endsWith('explorer.html'))
      expect(rules.get('style-src')).toMatch(/^'self' 'nonce-[\w+/=]{20,}'$/)
    else expect(rules.get('style-src')).toBe("'self'")
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
    expect(headers.get('permissions-policy')).toContain('geolocation=()')
    expect(headers.get('x-request-id')).toMatch(/^rqst_/)
    expect(headers.get('cache-control')).toMatch(/^no-(cache|store)$/)
  })

  it('of the explorer has a nonce of its own', async () => {
    const policies = await Promise.all(
      [1, 2].map(async () =>
        (await fetch(`${inject('address')}/console/explorer.html`)).headers.get('content-security-policy'),
      ),
    )
    expect(policies[0]).not.toBe(policies[1])
  })

  it('that is none is said to be none', async () => {
    for (const place of ['/nothing', '/console/assets/nothing.js', '/client/nothing.png']) {
      expect((await fetch(`${inject('address')}${place}`)).status, place).toBe(404)
    }
    const desk = await stage.desk()
    await signInAsStaff(desk)
    for (const place of [
      '/console/nothing/here',
      '/console/chapters/chap_999999',
      '/console/policies/no.such',
    ]) {
      await desk.goto(`${inject('address')}${place}`)
      await desk
        .getByText(/^没有这|^找不到/)
        .first()
        .waitFor()
      expect(await desk.getByRole('main').count(), place).toBe(1)
    }
    const phone = await stage.phone()
    await signInAsHelmsman(phone, '420100')
    await phone.goto(`${inject('address')}/client/nothing/here`)
    await phone.getByRole('heading', { level: 1, name: '没有这个页面' }).waitFor()
    await phone.goto(`${inject('address')}/client/policies/pver_999999`)
    await phone.getByText('这个政策没有送达您的分舵，或尚未保存在手机上。').waitFor()
  })
})

describe('without JavaScript', () => {
  it('the front page leads everywhere, and the apps say what they need', async () => {
    const page = await stage.desk({ javaScriptEnabled: false })
    await page.goto(`${inject('address')}/`)
    expect(await page.getByRole('main').count()).toBe(1)
    expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1)
    const links = await page.getByRole('link').evaluateAll(all => all.map(link => link.getAttribute('href')))
    expect(links).toEqual(expect.arrayContaining(['/console/', '/client/', '/console/explorer.html']))
    for (const app of ['console', 'client']) {
      await page.goto(`${inject('address')}/${app}/`)
      expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1)
      expect(await page.getByRole('main').innerText()).toContain('JavaScript')
    }
  })
})

describe('the client', () => {
  it('can be installed', async () => {
    const phone = await stage.phone()
    await phone.goto(`${inject('address')}/client/`)
    const href = await phone.locator('link[rel="manifest"]').getAttribute('href')
    const manifest = await phone.evaluate(async place => (await fetch(place ?? '')).json(), href)
    expect(manifest).toMatchObject({
      display: 'standalone',
      start_url: '/client/',
      scope: '/client/',
      lang: 'zh-CN',
    })
    expect(manifest.theme_color).toMatch(/^#/)
    expect(await phone.locator('meta[name="theme-color"]').count()).toBeGreaterThan(0)
    const icons: { src: string; purpose: string; sizes: string }[] = manifest.icons
    expect(icons.some(icon => icon.purpose === 'maskable' && icon.sizes === '512x512')).toBe(true)
    for (const icon of icons) {
      const picture = await fetch(new URL(icon.src, `${inject('address')}${href}`))
      expect(picture.status, icon.src).toBe(200)
      expect(picture.headers.get('content-type')).toMatch(/^image\//)
    }
  })

  it('names operations by the hash of their text, and sends no text', async () => {
    const phone = await stage.phone()
    const sent: Record<string, unknown>[] = []
    phone.on('request', (request: Request) => {
      if (new URL(request.url()).pathname === '/graphql') sent.push(request.postDataJSON())
    })
    await signInAsHelmsman(phone, '420100')
    for (const [place, title] of [
      ['政策', '政策'],
      ['本地值', '本地值'],
      ['今天', '今天'],
    ]) {
      await phone.getByRole('navigation').getByRole('link', { name: place, exact: true }).click()
      await phone.getByRole('heading', { level: 1, name: title }).waitFor()
      await phone.waitForLoadState('networkidle')
    }
    expect(sent.length).toBeGreaterThan(4)
    for (const body of sent) {
      expect(body).not.toHaveProperty('query')
      expect(body.documentId).toMatch(/^sha256:[0-9a-f]{64}$/)
    }
  })
})

describe('the explorer', () => {
  it('runs a query with the rights of whoever is signed in, and shows what it cost', async () => {
    const desk = await stage.desk()
    await signInAsStaff(desk)
    await desk.getByRole('link', { name: '接口查询' }).click()
    await desk.getByRole('link', { name: '打开查询器' }).click()
    await desk.locator('.graphiql-query-editor .monaco-editor').waitFor()
    const styled = await desk
      .locator('.graphiql-query-editor .view-line span span')
      .first()
      .evaluate(span => {
        return getComputedStyle(span).color !== getComputedStyle(document.body).color
      })
    // The colours of the editor come from a style element that the policy of the page has to let in.
    expect(styled).toBe(true)
    await desk.getByRole('button', { name: /^Execute query/ }).click()
    await desk
      .locator('output')
      .getByText(/^开销 \d+ \/ 上限 \d+$/)
      .waitFor()
    await desk.locator('.graphiql-response').getByText('总部').waitFor()
  })

  it('asks whoever is not signed in to do that first', async () => {
    const desk = await stage.desk()
    await desk.goto(`${inject('address')}/console/explorer.html`)
    await desk.getByText('请先登录控制台，再打开查询器。').waitFor()
  })

  it.each(examples)('begins with $name, which works', async ({ query }) => {
    expect(await (await Api.asStaff()).run(query)).toBeTruthy()
  })
})
