import type { Page } from 'playwright-core'
import { describe, expect, inject, it } from 'vitest'
import { Api } from './world/api'
import { allKept } from './world/device'
import { codeAfter, signInAsHelmsman, signInByPhone, workerReady } from './world/people'
import { codesFor } from './world/server'
import { useStage } from './world/stage'
import { until } from './world/until'

describe('a member', () => {
  const stage = useStage()

  it('buys a year in the sandbox, sees the term, and asks for the refund', async () => {
    const number = '13900341000'
    await joined('341000', number, '宋江')
    const phone = await stage.phone()
    await signInByPhone(phone, number)
    await phone.getByRole('heading', { level: 1, name: '我的会籍' }).waitFor()
    await phone.getByText('还没有会籍').waitFor()
    await phone.getByRole('link', { name: '购买会籍' }).click()
    await buyAnnual(phone)
    await phone.getByText('已支付').first().waitFor()

    await phone.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '会籍' }).click()
    await phone.getByText('年费会员').first().waitFor()
    await phone.getByText('有效期至').waitFor()
    await phone.getByText('还有 365 天').waitFor()

    await phone.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '订单' }).click()
    await phone.getByRole('link').filter({ hasText: '年费会员' }).click()
    await phone.getByText('七天内全额').waitFor()
    await phone.getByRole('button', { name: '申请退款' }).click()
    const dialog = phone.getByRole('dialog', { name: '申请退款' })
    await dialog.getByText('365 元').waitFor()
    await dialog.getByRole('button', { name: '申请退款' }).click()
    await phone.getByText('待审批').waitFor()

    await approve(phone)
    await phone.reload()
    await phone.getByText('已退款').first().waitFor()
  })

  it('who fails to pay may pay again, or call the order off', async () => {
    const number = '13900341100'
    await joined('341100', number, '卢俊义')
    const phone = await stage.phone()
    await signInByPhone(phone, number)
    await phone.getByRole('link', { name: '购买会籍' }).click()
    await openOrder(phone)
    await phone.getByRole('button', { name: '支付 365 元' }).click()
    await phone.getByRole('button', { name: '模拟支付失败' }).click()
    await phone.getByText('支付未完成，可以重新支付').waitFor()
    await phone.getByText('未支付', { exact: true }).waitFor()
    await phone.getByRole('button', { name: '取消订单' }).click()
    const dialog = phone.getByRole('dialog', { name: '取消订单' })
    await dialog.getByRole('button', { name: '取消订单' }).click()
    await phone.getByText('已取消', { exact: true }).waitFor()
  })

  it('redeems a card once, and signs in for points once a day', async () => {
    const number = '13900341200'
    await joined('341200', number, '吴用')
    const [code = ''] = await newCards()
    const phone = await stage.phone()
    await signInByPhone(phone, number)
    await phone.getByLabel('卡号').fill(code.toLowerCase())
    await phone.getByRole('button', { name: '兑换' }).click()
    await phone.getByText('兑换成功，会籍已更新').waitFor()
    await phone.getByText('还有 30 天').waitFor()
    await phone.getByLabel('卡号').fill(code)
    await phone.getByRole('button', { name: '兑换' }).click()
    await phone.getByText('该卡已被兑换或已作废，不能再用。').waitFor()

    await phone.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '积分' }).click()
    await phone.getByRole('button', { name: '今日签到' }).click()
    await phone.getByRole('button', { name: '今天已签到' }).waitFor()
    await phone.getByText('+5').waitFor()
    await phone.reload()
    await phone.getByRole('button', { name: '今天已签到' }).waitFor()
  })

  it('reads the membership without a network, and is told that buying needs one', async () => {
    const number = '13900341300'
    await joined('341300', number, '公孙胜')
    const phone = await stage.phone()
    await signInByPhone(phone, number)
    await phone.getByText('还没有会籍').waitFor()
    await workerReady(phone)
    await phone.getByRole('link', { name: '购买会籍' }).click()
    await phone.getByRole('button', { name: '下单' }).waitFor()
    await allKept(phone)
    await stage.cutOff(phone)
    await phone.getByText('需要网络').waitFor()
    expect(await phone.getByRole('button', { name: '下单' }).isDisabled()).toBe(true)
    await phone.goto(`${inject('address')}/client/mine`)
    await phone.getByText('公孙胜，您好').waitFor()
    await phone.getByText('购买、兑换、冻结等操作须联网进行。').waitFor()
  })

  it('finds another home in the directory, sees what it costs there, and follows a third', async () => {
    const number = '13900341801'
    const { member } = await joined('341800', number, '顾大嫂')
    const api = await Api.asStaff()
    const { id: chizhou } = await api.chapterOf('341700')
    await api.run(
      'mutation ($input: TierPriceSetInput!) { tierPriceSet(input: $input) { userErrors { code } } }',
      { input: { chapter: chizhou, tier: 'annual', price: '32000' } },
    )
    const phone = await stage.phone()
    await signInByPhone(phone, number)
    await phone.getByText('归属分舵：宣城市').waitFor()
    await phone.goto(`${inject('address')}/client/mine/me`)
    await phone.getByRole('combobox', { name: '关注一个分舵' }).fill('hefei')
    await phone.getByRole('option', { name: /合肥市/ }).click()
    await phone.getByRole('button', { name: '关注', exact: true }).click()
    await phone.getByRole('button', { name: '取消关注合肥市' }).waitFor()

    await phone.getByRole('link', { name: '更换归属分舵' }).click()
    await phone.getByRole('combobox', { name: '新的归属分舵' }).fill('池州')
    await phone
      .getByRole('option', { name: /^池州市/ })
      .first()
      .click()
    await phone.getByText('会籍与价格').click()
    await phone.getByText(/320 元/).waitFor()
    await phone.getByRole('button', { name: '换到这里' }).click()
    await phone.getByRole('dialog').getByRole('button', { name: '换到这里' }).click()
    await phone.getByText('归属分舵已更换').waitFor()
    await phone.goto(`${inject('address')}/client/mine/buy`)
    await phone.getByText('365 天，320 元').waitFor()
    const { member: moved } = await api.run<{ member: { home: { id: string } } }>(
      'query ($id: ID!) { member(id: $id) { home { id } } }',
      { id: member },
    )
    expect(moved.home.id).toBe(chizhou)
  })

  it('withdraws a consent, and is forgotten', async () => {
    const number = '13900341600'
    const { member } = await joined('341600', number, '关胜')
    const phone = await stage.phone()
    await signInByPhone(phone, number)
    await phone.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '我' }).click()
    await phone.getByText('关胜').waitFor()
    await phone.getByText('没有人查看过').waitFor()
    await phone.getByRole('button', { name: '同意 活动与优惠通知' }).click()
    await phone.getByRole('dialog').getByRole('button', { name: '同意', exact: true }).click()
    await phone.getByRole('button', { name: '撤回同意 活动与优惠通知' }).waitFor()

    await phone.getByRole('button', { name: '注销并删除我的资料' }).click()
    const dialog = phone.getByRole('dialog', { name: '注销并删除我的资料' })
    expect(await dialog.getByRole('button', { name: '永久删除' }).isDisabled()).toBe(true)
    await dialog.getByLabel(/请输入/).fill('注销')
    await dialog.getByRole('button', { name: '永久删除' }).click()
    await phone.getByRole('heading', { level: 1, name: '登录' }).waitFor()
    const { member: seen } = await (await Api.asStaff()).run<{ member: { standing: string; name: null } }>(
      'query ($id: ID!) { member(id: $id) { standing name } }',
      { id: member },
    )
    expect(seen).toEqual({ standing: 'ERASED', name: null })
  })
})

describe('a helmsman', () => {
  const stage = useStage()

  it('has no statement before a month with sales is over', async () => {
    const phone = await stage.phone()
    await signInAsHelmsman(phone, '341500')
    await phone.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '分舵' }).click()
    await phone.getByRole('link', { name: '我的对账单' }).click()
    await phone.getByRole('heading', { level: 1, name: '我的对账单' }).waitFor()
    await phone.getByText('还没有对账单').waitFor()
  })

  it('is reminded of who ends soon, and renews for cash', async () => {
    const api = await Api.asStaff()
    const chapter = await api.chapterOf('341500')
    const member = await api.newMember(chapter.id, '13900341501', '林冲')
    await api.run(
      'mutation ($input: MembershipGrantInput!) { membershipGrant(input: $input) { userErrors { code } } }',
      { input: { member, days: 20, reason: '公益名额' } },
    )
    const phone = await stage.phone()
    await signInAsHelmsman(phone, '341500')
    await phone.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '会员' }).click()
    await phone.getByRole('link', { name: '续费提醒' }).click()
    await phone.getByRole('heading', { level: 1, name: '续费提醒' }).waitFor()
    const card = phone.getByRole('link').filter({ hasText: '139****1501' })
    await card.getByText('还有 20 天').waitFor()
    await card.click()
    await phone.getByRole('link', { name: '订单与续费' }).click()
    await phone.getByRole('radio', { name: /年费会员/ }).check()
    await phone.getByRole('button', { name: '开单' }).click()
    await phone.getByText('会员须先同意协议。').waitFor()
    await phone.getByLabel(/会员同意会员服务协议/).check()
    await phone.getByRole('button', { name: '开单' }).click()
    await phone.getByRole('button', { name: '登记现金收款' }).click()
    const dialog = phone.getByRole('dialog', { name: '登记现金收款' })
    await dialog.getByLabel('实收金额').fill('300')
    await dialog.getByLabel('收据号').fill('SJ-0001')
    await dialog.getByRole('button', { name: '已收到，登记' }).click()
    await dialog.getByText('须等于订单金额 365 元。').waitFor()
    await dialog.getByLabel('实收金额').fill('365')
    await dialog.getByRole('button', { name: '已收到，登记' }).click()
    await phone.getByText('已登记收款，会籍已更新').waitFor()
    await phone.getByText('已支付').waitFor()
  })
})

describe('a link', () => {
  const stage = useStage()

  it('is made by a helmsman, and somebody joins through its code and is signed in', async () => {
    const phone = await stage.phone()
    await signInAsHelmsman(phone, '341700')
    await phone.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '分舵' }).click()
    await phone.getByRole('link', { name: '我的推广码' }).click()
    await phone.getByText('还没有推广链接').waitFor()
    await phone.getByRole('button', { name: '新建链接' }).click()
    const dialog = phone.getByRole('dialog', { name: '新建推广链接' })
    await dialog.getByLabel('活动名称').fill('读书月')
    await dialog.getByRole('button', { name: '新建', exact: true }).click()
    const heading = phone.getByRole('heading', { level: 2, name: /^读书月 · [A-Z0-9]{8}$/ })
    await heading.waitFor()
    const code = (await heading.innerText()).slice(-8)
    await phone.locator('canvas[data-drawn="true"]').waitFor()
    const [saved] = await Promise.all([
      phone.waitForEvent('download'),
      phone.getByRole('button', { name: '保存海报' }).click(),
    ])
    expect(saved.suggestedFilename()).toBe(`flotilla-${code}.png`)

    const number = '13900341701'
    const stranger = await stage.phone()
    await stranger.goto(`${inject('address')}/client/join/${code.toLowerCase()}`)
    await stranger.getByRole('heading', { level: 1, name: /^加入.*池州/ }).waitFor()
    await stranger.getByText('活动：读书月').waitFor()
    const before = codesFor(inject('log'), number).length
    await stranger.getByLabel('手机号').fill(number)
    await stranger.getByRole('button', { name: '获取验证码' }).click()
    await stranger.getByLabel('验证码').fill(await codeAfter(before, number))
    await stranger.getByRole('textbox', { name: /^姓名/ }).fill('柴进')
    await stranger.getByRole('button', { name: '同意并加入' }).click()
    await stranger.getByText('没有这项同意就不能加入。').waitFor()
    await stranger.getByLabel(/本人同意为提供会员服务/).check()
    await stranger.getByRole('button', { name: '同意并加入' }).click()
    await stranger.getByRole('heading', { level: 1, name: '我的会籍' }).waitFor()
    await stranger.getByText('柴进，您好').waitFor()
    // The browser keeps the session that joining began.
    await stranger.reload()
    await stranger.getByText('柴进，您好').waitFor()

    // Their own link, from the same phone.
    await stranger.getByRole('button', { name: '生成我的推广码' }).click()
    await stranger.getByText('我的推广码', { exact: true }).click()
    await stranger.locator('canvas[data-drawn="true"]').waitFor()

    await phone.reload()
    await phone.getByText('已注册', { exact: true }).waitFor()
  })

  it('that nobody made is told to be none', async () => {
    const stranger = await stage.phone()
    await stranger.goto(`${inject('address')}/client/join/ABCDEFGH`)
    await stranger.getByText('这个链接不能用').waitFor()
    await stranger.getByRole('link', { name: '已是会员？登录' }).click()
    await stranger.getByRole('heading', { level: 1, name: '登录' }).waitFor()
  })

  it('lets a member move home, once', async () => {
    const number = '13900341702'
    await joined('341800', number, '扈三娘')
    const api = await Api.asStaff()
    const code = await api.newLink((await api.chapterOf('341700')).id)
    const phone = await stage.phone()
    await signInByPhone(phone, number)
    await phone.goto(`${inject('address')}/client/join/${code}`)
    await phone.getByText('您已是会员').waitFor()
    await phone.getByRole('button', { name: '换到这里' }).click()
    await phone.getByRole('dialog').getByRole('button', { name: '换到这里' }).click()
    await phone.getByText('归属分舵已更换').waitFor()
    await phone.getByText('可更换日期').waitFor()
  })
})

/** Somebody joins at the chapter of a division. */
async function joined(division: string, phone: string, name: string): Promise<{ member: string }> {
  const { id } = await (await Api.asStaff()).chapterOf(division)
  return Api.asMember(id, phone, name)
}

/** Agrees to the contract and opens the order that the page offers. */
async function openOrder(phone: Page): Promise<void> {
  await phone.getByRole('heading', { level: 1, name: '购买会籍' }).waitFor()
  await phone.getByRole('radio', { name: /年费会员/ }).check()
  await phone.getByRole('button', { name: '下单' }).click()
  await phone.getByText('请先阅读并同意协议。').waitFor()
  await phone.getByLabel('我已阅读并同意会员服务协议').check()
  await phone.getByRole('button', { name: '下单' }).click()
}

/** Opens an order and pays it with the provider that moves no money. */
async function buyAnnual(phone: Page): Promise<void> {
  await openOrder(phone)
  await phone.getByRole('button', { name: '支付 365 元' }).click()
  const till = phone.getByRole('dialog', { name: '模拟收银台' })
  await till.getByText('不会真的扣款').waitFor()
  await till.getByRole('button', { name: '付款', exact: true }).click()
  await phone.getByText('支付成功，会籍已更新').waitFor()
}

/** Headquarters approves the refund of the order that a page shows, and waits until the provider has paid it. */
async function approve(phone: Page): Promise<void> {
  const api = await Api.asStaff()
  const id = new URL(phone.url()).pathname.split('/').at(-1)
  const read = async () => {
    const { order } = await api.run<{ order: { state: string; refunds: { id: string }[] } }>(
      'query ($id: ID!) { order(id: $id) { state refunds { id } } }',
      { id },
    )
    return order
  }
  const [refund] = (await read()).refunds
  if (!refund) throw new Error('nobody has asked for a refund')
  await api.run(
    'mutation ($input: RefundApproveInput!) { refundApprove(input: $input) { userErrors { code } } }',
    {
      input: { id: refund.id },
    },
  )
  await until('the refund is paid', 20_000, async () => (await read()).state === 'REFUNDED')
}

/** Issues a card of thirty days; answers its code. */
async function newCards(): Promise<string[]> {
  const api = await Api.asStaff()
  const { headquarters } = await api.run<{ headquarters: { id: string } }>('{ headquarters { id } }')
  const { cardBatchIssue } = await api.run<{
    cardBatchIssue: { codes: string[] | null; userErrors: object[] }
  }>(
    'mutation ($input: CardBatchIssueInput!) { cardBatchIssue(input: $input) { codes userErrors { code } } }',
    {
      input: {
        issuer: headquarters.id,
        kind: 'GIFT',
        tier: 'gift_card',
        count: 1,
        days: 30,
        expiresOn: '2030-01-01',
        title: '端到端测试',
      },
    },
  )
  if (!cardBatchIssue.codes) throw new Error(`no card: ${JSON.stringify(cardBatchIssue.userErrors)}`)
  return cardBatchIssue.codes
}
