import { readFileSync } from 'node:fs'
import { expect, inject, it } from 'vitest'
import { Api } from './world/api'
import { signInAsStaff } from './world/people'
import { useStage } from './world/stage'

const stage = useStage()

/** Three members, of which one has no phone that could be one. */
const FILE = `手机,姓名,同意版本
13900350101,令狐冲,2026-11
123,任盈盈,2026-11
13900350102,岳灵珊,2026-11
`

it('members come from a file: checked first, then added, without the rows that are wrong', async () => {
  const chapter = await (await Api.asStaff()).chapterOf('350100')
  const desk = await stage.desk({ acceptDownloads: true })
  await signInAsStaff(desk)
  await desk.goto(`${inject('address')}/console/chapters/${chapter.id}?tab=members`)
  await desk.getByRole('link', { name: '从文件导入' }).click()
  await desk.getByRole('heading', { level: 1, name: '导入会员' }).waitFor()
  await desk.getByRole('button', { name: '上传并检查' }).click()
  await desk.getByText('请选择文件。').waitFor()
  await desk
    .locator('input[type="file"]')
    .setInputFiles({ name: '名单.csv', mimeType: 'text/csv', buffer: Buffer.from(FILE) })
  await desk.getByRole('button', { name: '上传并检查' }).click()

  await desk.getByText('检查完成，还没有改动任何会员').waitFor()
  await desk.getByText('将新增 2 位会员。').waitFor()
  const wrong = desk.getByRole('row').filter({ hasText: '手机号不正确' })
  await wrong.getByRole('rowheader', { name: '3' }).waitFor()
  const [file] = await Promise.all([
    desk.waitForEvent('download'),
    desk.getByRole('button', { name: '下载全部错误' }).click(),
  ])
  expect(
    readFileSync(await file.path(), 'utf8')
      .trim()
      .split('\n'),
  ).toHaveLength(2)

  await desk.getByRole('button', { name: '开始导入' }).click()
  const dialog = desk.getByRole('dialog', { name: '开始导入' })
  expect(await dialog.getByRole('button', { name: '开始导入' }).isDisabled()).toBe(true)
  await dialog.getByLabel('跳过有错误的 1 行').check()
  await dialog.getByRole('button', { name: '开始导入' }).click()
  await desk.getByText('新增了 2 位会员。').waitFor()

  await desk.goto(`${inject('address')}/console/chapters/${chapter.id}?tab=members`)
  await desk.getByRole('link', { name: '令*' }).waitFor()
  await desk.getByRole('link', { name: '岳*' }).waitFor()
})

it('a file that is none is refused before it leaves, and the server refuses what pretends', async () => {
  const chapter = await (await Api.asStaff()).chapterOf('350200')
  const desk = await stage.desk()
  await signInAsStaff(desk)
  await desk.goto(`${inject('address')}/console/chapters/${chapter.id}/imports`)
  const input = desk.locator('input[type="file"]')
  await input.setInputFiles({ name: 'a.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF') })
  await desk.getByRole('button', { name: '上传并检查' }).click()
  await desk.getByText('只能导入 .csv 或 .xlsx 文件。').waitFor()
  await input.setInputFiles({ name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from('姓名\n张三\n') })
  await desk.getByRole('button', { name: '上传并检查' }).click()
  await desk.getByText('这个文件不能导入').waitFor()
  await desk.getByText('缺少“手机”列。').waitFor()
})
