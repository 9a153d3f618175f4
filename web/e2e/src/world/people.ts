import type { Page } from 'playwright-core'
import { inject } from 'vitest'
import { codesFor } from './server'
import { until } from './until'

/** The password of every member of staff in the demo. */
export const PASSWORD = 'flotilla-demo-2026'

/** Signs in to the console by hand, as a person would. */
export async function signInAsStaff(
  page: Page,
  handle = 'hq-admin',
  address = inject('address'),
): Promise<void> {
  await page.goto(`${address}/console/`)
  await fillPassword(page, handle)
  await inside(page)
}

/** Fills in the sign-in form that a page shows. */
export async function fillPassword(page: Page, handle = 'hq-admin'): Promise<void> {
  await page.getByLabel('邮箱').fill(`${handle}@demo.invalid`)
  await page.getByLabel('密码').fill(PASSWORD)
  await page.getByRole('button', { name: '登录', exact: true }).click()
}

/** The phone of the helmsman of a division's chapter in the demo. */
export function phoneOf(division: string): string {
  return `19900${division}`
}

/** Signs in to the client by phone and code. */
export async function signInAsHelmsman(
  page: Page,
  division: string,
  address = inject('address'),
): Promise<void> {
  await page.goto(`${address}/client/`)
  await fillCode(page, phoneOf(division))
  await inside(page)
}

/** Signs in to the client with any phone that somebody has: a member's as well as a helmsman's. */
export async function signInByPhone(page: Page, phone: string): Promise<void> {
  await page.goto(`${inject('address')}/client/`)
  await fillCode(page, phone)
  await inside(page)
}

/** Fills in phone and code. */
export async function fillCode(page: Page, phone: string): Promise<void> {
  const before = codesFor(inject('log'), phone).length
  await page.getByLabel('手机号').fill(phone)
  await page.getByRole('button', { name: '获取验证码' }).click()
  await page.getByLabel('验证码').fill(await codeAfter(before, phone))
  await page.getByRole('button', { name: '登录', exact: true }).click()
}

/** The code that a phone is sent after it had been sent `before` of them. */
export function codeAfter(before: number, phone: string): Promise<string> {
  return until('a code is sent', 20_000, () => codesFor(inject('log'), phone)[before])
}

/** Waits until somebody is signed in: the pages have their navigation then. */
export async function inside(page: Page): Promise<void> {
  await page.getByRole('navigation', { name: '主导航' }).waitFor()
}

/** Waits until the service worker has all files of the client, so that it opens without a network. */
export async function workerReady(page: Page): Promise<void> {
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
}
