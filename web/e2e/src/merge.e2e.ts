import { inject, it } from 'vitest'
import { Api } from './world/api'
import { signInAsStaff } from './world/people'
import { useStage } from './world/stage'

const stage = useStage()

it('two members who are one person become one, and two again', async () => {
  const api = await Api.asStaff()
  const chapter = await api.chapterOf('370100')
  const kept = await api.newMember(chapter.id, '13900370101', '黄蓉')
  const gone = await api.newMember(chapter.id, '13900370102', '黄蓉')
  const desk = await stage.desk()
  await signInAsStaff(desk)
  await desk.goto(`${inject('address')}/console/members/${kept}`)
  const likely = desk.getByRole('row').filter({ hasText: '139****0102' })
  await likely.getByText(/姓名/).waitFor()
  await likely.getByRole('button', { name: '合并…' }).click()
  const dialog = desk.getByRole('dialog', { name: '合并会员' })
  await dialog.getByText(/139\*\*\*\*0101/).waitFor()
  await dialog.getByLabel('为什么是同一个人').fill('本人到场确认')
  await dialog.getByRole('button', { name: '合并', exact: true }).click()
  const merge = desk.getByRole('row').filter({ hasText: '本人到场确认' })
  await merge.getByRole('button', { name: '撤回合并' }).waitFor()

  await desk.goto(`${inject('address')}/console/members/${gone}`)
  await desk.getByText('此会员已合并到').waitFor()
  await desk.goto(`${inject('address')}/console/members/${kept}`)
  await merge.getByRole('button', { name: '撤回合并' }).click()
  const undoing = desk.getByRole('dialog', { name: '撤回合并' })
  await undoing.getByLabel('为什么是两个人').fill('是两姐妹')
  await undoing.getByRole('button', { name: '撤回合并' }).click()
  await merge.getByText('已撤回').waitFor()
})
