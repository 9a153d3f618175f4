import { expect, inject, it } from 'vitest'
import { Api } from './world/api'
import { signInAsStaff } from './world/people'
import { useStage } from './world/stage'

const stage = useStage()

it('a chapter gets a link with a code to scan, and the link ends', async () => {
  const chapter = await (await Api.asStaff()).chapterOf('360100')
  const desk = await stage.desk()
  await signInAsStaff(desk)
  await desk.goto(`${inject('address')}/console/chapters/${chapter.id}?tab=links`)
  await desk.getByRole('button', { name: '生成链接' }).click()
  const form = desk.getByRole('dialog', { name: /^生成推广链接/ })
  await form.getByLabel('活动').fill('浏览器测试')
  await form.getByRole('button', { name: '生成', exact: true }).click()

  const row = desk.getByRole('row').filter({ hasText: '浏览器测试' })
  await row.getByRole('button', { name: /^二维码/ }).click()
  const poster = desk.getByRole('dialog', { name: /^推广码/ })
  const drawn = poster.getByRole('img', { name: /\/client\/join\// })
  await drawn.locator('path').waitFor()
  expect((await drawn.locator('path').getAttribute('d'))?.length).toBeGreaterThan(500)
  await poster.getByRole('button', { name: '关闭', exact: true }).last().click()

  await row.getByRole('link').first().click()
  await desk.getByText('还没有人打开').waitFor()
  await desk.getByRole('button', { name: '停用链接' }).click()
  const ending = desk.getByRole('dialog', { name: '停用链接' })
  await ending.getByRole('button', { name: '停用链接' }).click()
  await desk.getByText('推广链接已停用').waitFor()
  await desk.goto(`${inject('address')}/console/chapters/${chapter.id}?tab=links`)
  await row.getByText('已停用').waitFor()
})
