import type { Page } from 'playwright-core'
import { describe, expect, inject, it } from 'vitest'
import { codeAfter, inside, PASSWORD, phoneOf, signInAsStaff } from './world/people'
import { codesFor } from './world/server'
import { useStage } from './world/stage'
import { until } from './world/until'

/** More presses of Tab than any of the pages needs. */
const MOST_TABS = 150

describe('with the keyboard alone', () => {
  const stage = useStage()

  it('headquarters signs in, and skips to the content', async () => {
    const desk = await stage.desk()
    await desk.goto(`${inject('address')}/console/`)
    await desk.getByLabel('邮箱').waitFor()
    await tabTo(desk, /^邮箱/)
    await desk.keyboard.type('hq-admin@demo.invalid')
    await desk.keyboard.press('Tab')
    expect(await focused(desk)).toContain('密码')
    await desk.keyboard.type(PASSWORD)
    await desk.keyboard.press('Enter')
    await inside(desk)

    await desk.reload()
    await inside(desk)
    await desk.keyboard.press('Tab')
    expect(await focused(desk)).toBe('跳到正文')
    await desk.keyboard.press('Enter')
    expect(await desk.evaluate(() => document.activeElement?.id)).toBe('main')
  })

  it('the tree of chapters is walked, searched by typing ahead, and a chapter opened', async () => {
    const desk = await stage.desk()
    await signInAsStaff(desk)
    await tabTo(desk, '分舵')
    await desk.keyboard.press('Enter')
    const tree = desk.getByRole('tree', { name: '分舵树' })
    await tree.waitFor()
    await arrived(desk, '分舵')
    await tabTo(desk, 'tree 分舵树')
    expect(await active(desk)).toContain('总部')

    await desk.keyboard.press('ArrowDown')
    expect(await active(desk)).toContain('北京市')
    await desk.keyboard.type('330000')
    expect(await active(desk)).toContain('浙江省')
    await desk.keyboard.press('ArrowRight')
    await desk.keyboard.press('ArrowRight')
    expect(await active(desk)).toContain('杭州市')
    await desk.keyboard.press('ArrowRight')
    await desk.keyboard.press('ArrowDown')
    expect(await active(desk)).toContain('上城区')
    await desk.keyboard.press('ArrowLeft')
    expect(await active(desk)).toContain('杭州市')
    await desk.keyboard.press('ArrowLeft')
    await desk.keyboard.press('ArrowDown')
    expect(await active(desk)).toContain('宁波市')
    await desk.keyboard.press('End')
    await desk.keyboard.press('Home')
    expect(await active(desk)).toContain('总部')
    await desk.keyboard.press('End')
    const [last = ''] = (await active(desk)).trim().split('\n')
    await desk.keyboard.press('Enter')
    const heading = desk.getByRole('heading', { level: 1 })
    await desk.waitForURL(/\/chapters\/chap_\d+$/)
    await heading.filter({ hasText: last }).waitFor()
  })

  it('a policy is drafted and published, and every dialog gives the focus back', async () => {
    const desk = await stage.desk()
    await signInAsStaff(desk)
    await tabTo(desk, '发布政策')
    await desk.keyboard.press('Enter')
    const choice = desk.getByRole('dialog', { name: '要发布哪项政策？' })
    await choice.waitFor()
    await desk.keyboard.press('Escape')
    await choice.waitFor({ state: 'detached' })
    expect(await focused(desk)).toBe('发布政策')

    await desk.keyboard.press('Enter')
    await choice.getByRole('link', { name: '品牌标识' }).waitFor()
    await tabTo(desk, /^品牌标识/)
    await desk.keyboard.press('Enter')
    await arrived(desk, '品牌标识：写新版本')
    await tabTo(desk, /^品牌标识.*必填/)
    await desk.keyboard.press('Control+A')
    await desk.keyboard.type(`flotilla-${Date.now()}.svg`)
    await tabTo(desk, /^正文/)
    await desk.keyboard.type('# 新标识')
    await tabTo(desk, '县级')
    await desk.keyboard.press('Space')
    await tabTo(desk, /^保存草稿/)
    await desk.keyboard.press('Enter')
    await desk.waitForURL(/\/versions\/pver_\d+$/)
    await arrived(desk, /^品牌标识 第 \d+ 版$/)
    await desk.getByText('草稿，还没有发给任何人').waitFor()

    await tabTo(desk, '发布')
    await desk.keyboard.press('Enter')
    const question = desk.getByRole('dialog', { name: /^发布“品牌标识”/ })
    await question.getByText('367 个分舵').waitFor()
    await desk.keyboard.press('Escape')
    await question.waitFor({ state: 'detached' })
    expect(await focused(desk)).toBe('发布')
    await desk.keyboard.press('Enter')
    await question.getByText('367 个分舵').waitFor()
    await tabTo(desk, '确认发布')
    await desk.keyboard.press('Enter')
    await desk.waitForURL(/\/rollout$/)
    await desk.getByText(/全部送达 · 发布于/).waitFor({ timeout: 60_000 })
  })

  it('a helmsman signs in, reads and acknowledges', async () => {
    const phone = await stage.phone({ isMobile: false, hasTouch: false })
    const number = phoneOf('410100')
    const before = codesFor(inject('log'), number).length
    await phone.goto(`${inject('address')}/client/`)
    await phone.getByLabel('手机号').waitFor()
    await tabTo(phone, /^手机号/)
    await phone.keyboard.type(number)
    await phone.keyboard.press('Enter')
    const code = await codeAfter(before, number)
    await phone.getByLabel('验证码').waitFor()
    await tabTo(phone, /^验证码/)
    await phone.keyboard.type(code)
    await phone.keyboard.press('Enter')
    await inside(phone)
    await phone.getByRole('link').filter({ hasText: '年费会员价格' }).first().waitFor()
    await tabTo(phone, /^年费会员价格/)
    await phone.keyboard.press('Enter')
    const acknowledge = phone.getByRole('button', { name: '我已阅读并确认收悉' })
    await acknowledge.waitFor()
    await tabTo(phone, '我已阅读并确认收悉')
    await phone.keyboard.press('Enter')
    await phone.getByText(/^已确认收悉/).waitFor()
  })
})

/** Presses Tab until what has the focus is called so. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  const passed: string[] = []
  for (let presses = 0; presses < MOST_TABS; presses += 1) {
    await page.keyboard.press('Tab')
    const here = await focused(page)
    expect(await isMarked(page), `the focus on “${here}” is seen`).toBe(true)
    if (typeof name === 'string' ? here === name : name.test(here)) return
    passed.push(here)
  }
  throw new Error(`Tab does not lead to ${name}, only to: ${[...new Set(passed)].join(' | ')}`)
}

/** Waits until a page has come, with the focus on its heading: whoever listens hears where they are. */
async function arrived(page: Page, title: string | RegExp): Promise<void> {
  await page.getByRole('heading', { level: 1, name: title }).waitFor()
  await until('the heading has the focus', 10_000, () =>
    page.evaluate(() => document.activeElement?.tagName === 'H1'),
  )
}

/** What whoever listens is told has the focus: its name for them. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement
    if (!(element instanceof HTMLElement)) return ''
    const labels = 'labels' in element ? [...(element.labels as NodeListOf<HTMLElement>)] : []
    const named = (element.getAttribute('aria-labelledby') ?? '')
      .split(' ')
      .map(id => document.getElementById(id)?.innerText)
    const text =
      element.getAttribute('aria-label') ??
      (labels.length > 0 ? labels.map(label => label.innerText).join(' ') : null) ??
      (named.some(Boolean) ? named.join(' ') : element.innerText)
    const role = element.getAttribute('role')
    return `${role ? `${role} ` : ''}${text.replace(/\s+/g, ' ').trim()}`
  })
}

/** Whether what has the focus looks different for it: itself, or what is drawn in its place. */
function isMarked(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const element = document.activeElement
    // Between the last and the first of a page, the browser itself has the focus.
    if (!element || element === document.body) return true
    // So has it within a field for dates, whose parts it marks by itself.
    if (element instanceof HTMLInputElement && element.type === 'datetime-local') return true
    return [element, element.parentElement, element.nextElementSibling].some(each => {
      if (!each) return false
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(each)
      return (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2) || boxShadow !== 'none'
    })
  })
}

/** The active row of the tree, which keeps the focus as a whole. */
function active(page: Page): Promise<string> {
  return page.evaluate(() => {
    const row = document.activeElement?.getAttribute('aria-activedescendant')
    return document.getElementById(row ?? '')?.innerText ?? ''
  })
}
