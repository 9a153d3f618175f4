import { mkdirSync, rmSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { Api } from './world/api'
import type { Look } from './world/browser'
import { signInAsHelmsman, signInAsStaff, signInByPhone } from './world/people'
import { CLIENT, CONSOLE, MINE, OUTSIDE, type Place } from './world/places'
import { claimedBuyer, newScene, type Scene } from './world/scene'
import { useStage } from './world/stage'

/** Everything, to be looked at. */
const ALL = resolve(import.meta.dirname, '../output/screenshots')
/** The best, for the README and the docs. */
const BEST = resolve(import.meta.dirname, '../../../docs/screenshots')
/** What a picture in the repository may weigh, in bytes. */
const HEAVIEST = 120_000

const DESK = { width: 1200, height: 750 }
const PHONE = { width: 390, height: 780 }
const LOOKS: readonly Look[] = ['light', 'dark']

const stage = useStage({ story: true })
let scene: Scene

beforeAll(async () => {
  rmSync(ALL, { recursive: true, force: true })
  mkdirSync(ALL, { recursive: true })
  mkdirSync(BEST, { recursive: true })
  scene = await newScene()
})

describe('pictures of every page', () => {
  it('that needs no sign-in', async () => {
    const page = await stage.desk({ viewport: DESK })
    for (const place of OUTSIDE) await shoot(page, place)
  })

  it('of the console', async () => {
    const page = await stage.desk({ viewport: DESK })
    await signInAsStaff(page)
    for (const place of CONSOLE) await shoot(page, place, 'console-')
  })

  it('of the client', async () => {
    const page = await stage.phone({ viewport: PHONE })
    await signInAsHelmsman(page, '330200')
    for (const place of CLIENT) await shoot(page, place, 'client-')
  })
})

describe('pictures of a member’s own pages', () => {
  it('on the phone', async () => {
    const page = await stage.phone({ viewport: PHONE })
    await signInByPhone(page, await claimedBuyer(scene))
    for (const place of MINE) await shoot(page, place, 'mine-')
  })
})

describe('the best pictures', () => {
  it('of the console: the push landing, the tree, the map, a chapter', async () => {
    const page = await stage.desk({ viewport: DESK })
    await signInAsStaff(page)
    await land()
    await keep(page, 'rollout', `/console/policies/versions/${scene.draft}/rollout`, 'light', async () => {
      await page.getByText('浙江省').first().waitFor()
    })
    for (const [name, look] of [
      ['tree', 'light'],
      ['map', 'light'],
      ['editor', 'dark'],
    ] as const) {
      const place = CONSOLE.find(each => each.name === name)
      if (place) await keep(page, name, place.path(scene), look, () => place.ready(page))
    }
  })

  it('of the client: today, and a policy', async () => {
    const page = await stage.phone({ viewport: PHONE, deviceScaleFactor: 1.5 })
    await signInAsHelmsman(page, '330200')
    await keep(page, 'today', '/client/', 'light', () => page.getByText('每月最少活动场次').first().waitFor())
    await keep(page, 'policy', `/client/policies/${scene.draft}`, 'dark', () =>
      page.getByRole('button', { name: '我已阅读并确认收悉' }).waitFor(),
    )
  })
})

/** Pictures of a page at both sizes, in light and dark. */
async function shoot(page: Page, place: Place, prefix = ''): Promise<void> {
  await page.setViewportSize(place.path(scene).startsWith('/client') ? PHONE : DESK)
  await page.goto(`${inject('address')}${place.path(scene)}`)
  await place.ready(page)
  for (const [size, viewport] of Object.entries({ desktop: DESK, phone: PHONE })) {
    for (const look of LOOKS) {
      await page.setViewportSize(viewport)
      await page.emulateMedia({ colorScheme: look, reducedMotion: 'reduce' })
      await page.screenshot({ path: join(ALL, `${prefix}${place.name}-${size}-${look}.png`) })
    }
  }
}

/** A picture for the docs. */
async function keep(
  page: Page,
  name: string,
  path: string,
  look: Look,
  ready: () => Promise<void>,
): Promise<void> {
  await page.emulateMedia({ colorScheme: look, reducedMotion: 'reduce' })
  await page.goto(`${inject('address')}${path}`)
  await ready()
  await page.waitForLoadState('networkidle')
  const file = join(BEST, `${name}.jpg`)
  await page.screenshot({ path: file, type: 'jpeg', quality: 72 })
  expect(statSync(file).size, `${name} is small`).toBeLessThan(HEAVIEST)
}

/** Publishes the draft, waits until it has landed, and lets some acknowledge it. */
async function land(): Promise<void> {
  const api = await Api.asStaff()
  await api.run(
    'mutation ($input: PolicyPublishInput!) { policyPublish(input: $input) { userErrors { code } } }',
    { input: { id: scene.draft } },
  )
  await api.landed(scene.draft)
}
