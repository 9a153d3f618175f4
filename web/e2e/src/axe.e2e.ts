import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { signInAsHelmsman, signInAsStaff, signInByPhone } from './world/people'
import { CLIENT, CONSOLE, MINE, OUTSIDE, type Place } from './world/places'
import { claimedBuyer, newScene, type Scene } from './world/scene'
import { useStage } from './world/stage'

const DESK = { width: 1360, height: 850 }
const PHONE = { width: 390, height: 780 }
/** To which a page of 1280 pixels shrinks at four times its size (WCAG 1.4.10). */
const NARROW = { width: 320, height: 640 }

/** Both sizes and both looks. */
const LOOKS = [
  { size: DESK, colorScheme: 'light' },
  { size: PHONE, colorScheme: 'dark' },
] as const

const stage = useStage({ story: true })
let scene: Scene

beforeAll(async () => {
  scene = await newScene()
})

describe('outside', () => {
  it.each(OUTSIDE)('$name is accessible', async place => {
    const page = await stage.desk()
    await inspect(page, place)
    await page.context().close()
  })
})

describe('the console', () => {
  let desk: Page

  beforeAll(async () => {
    desk = await stage.desk()
    await signInAsStaff(desk)
  })

  it.each(CONSOLE)('$name is accessible', place => inspect(desk, place))

  it('explorer, around its editor, is accessible', async () => {
    await desk.goto(`${inject('address')}/console/explorer.html`)
    await desk.locator('.graphiql-query-editor .monaco-editor').waitFor()
    expect(await desk.getByRole('main').count()).toBe(1)
    expect(await desk.getByRole('heading', { level: 1 }).count()).toBe(1)
    // What is inside is GraphiQL's own.
    expect(await violations(desk, ['.graphiql-container'])).toEqual([])
  })
})

describe('the client', () => {
  let phone: Page

  beforeAll(async () => {
    phone = await stage.phone()
    await signInAsHelmsman(phone, '330200')
  })

  it.each(CLIENT)('$name is accessible', place => inspect(phone, place))
})

describe('the client of a member', () => {
  let phone: Page

  beforeAll(async () => {
    phone = await stage.phone()
    await signInByPhone(phone, await claimedBuyer(scene))
  })

  it.each(MINE)('$name is accessible', place => inspect(phone, place))
})

/** Looks at a page at both sizes, in light and dark, and as narrow as it can get. */
async function inspect(page: Page, place: Place): Promise<void> {
  await page.setViewportSize(place.path(scene).startsWith('/client') ? PHONE : DESK)
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  await page.goto(`${inject('address')}${place.path(scene)}`)
  await place.ready(page)
  expect(await page.getByRole('main', { includeHidden: true }).count()).toBe(1)
  expect(await page.getByRole('heading', { level: 1, includeHidden: true }).count()).toBe(1)
  expect(await page.title()).toMatch(/Flotilla/)

  const found = []
  for (const { size, colorScheme } of LOOKS) {
    await page.setViewportSize(size)
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    for (const violation of await violations(page)) found.push(`${size.width} ${colorScheme}: ${violation}`)
  }
  await page.setViewportSize(NARROW)
  expect(found).toEqual([])
  expect(await tooWide(page), 'it scrolls sideways at 320 pixels').toEqual([])
}

/** What axe finds, with the elements it finds it in. */
async function violations(page: Page, outside: string[] = []): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source)
  return page.evaluate(async exclude => {
    const found = await (window as unknown as { axe: typeof axe }).axe.run(
      { include: ['html'], exclude },
      { resultTypes: ['violations'], preload: false },
    )
    return found.violations.flatMap(({ id, nodes }) =>
      nodes.slice(0, 4).map(node => `${id}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`),
    )
  }, outside)
}

/** What makes a page wider than its window. */
function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    if (scrollWidth <= clientWidth) return []
    // What is wide within something that scrolls by itself makes nothing else wide.
    const scrolls = (element: Element | null): boolean =>
      element !== null &&
      (getComputedStyle(element).overflowX !== 'visible' || scrolls(element.parentElement))
    return [...document.querySelectorAll('body *')]
      .filter(element => element.getBoundingClientRect().right > clientWidth + 1)
      .filter(element => !scrolls(element.parentElement))
      .slice(0, 6)
      .map(element => `${element.tagName}.${element.className} ${element.getBoundingClientRect().right}`)
  })
}
