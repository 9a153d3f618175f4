import type { Page } from 'playwright-core'
import type { Scene } from './scene'

/** A page as people see it, with what is done to get there beside opening its address. */
export interface Place {
  name: string
  path: (scene: Scene) => string
  /** What is there once the page is ready. */
  ready: (page: Page) => Promise<void>
}

const shows = (text: string | RegExp) => (page: Page) => page.getByText(text).first().waitFor()
const heading = (name: string | RegExp) => (page: Page) =>
  page.getByRole('heading', { level: 1, name }).waitFor()

/** Goes to a tab of the chapter's page and waits for what it shows. */
const tab = (name: string, text: string | RegExp) => async (page: Page) => {
  await page.getByRole('tab', { name }).click()
  await page.getByRole('tabpanel').getByText(text).first().waitFor()
}

/** Opens a dialog and waits for it. */
const dialog = (button: string, text: string | RegExp) => async (page: Page) => {
  await page.getByRole('main').getByRole('button', { name: button, exact: true }).first().click()
  await page.getByRole('dialog').getByText(text).first().waitFor()
}

const chapter = (scene: Scene) => `/console/chapters/${scene.chapter}`
const member = (scene: Scene) => `/console/members/${scene.member}`
const order = (scene: Scene) => `/console/money/orders/${scene.order}`
const draft = (scene: Scene) => `/console/policies/versions/${scene.draft}`
const published = (scene: Scene) => `/console/policies/versions/${scene.published}`

/** The console, for whoever is signed in as a member of staff. */
export const CONSOLE: readonly Place[] = [
  { name: 'overview', path: () => '/console/', ready: shows(/^共? ?3,218 个分舵/) },
  { name: 'tree', path: () => '/console/chapters', ready: shows('浙江省') },
  { name: 'tree-vacant', path: () => '/console/chapters?vacant=1', ready: shows('浙江省') },
  { name: 'map', path: () => '/console/chapters/map', ready: shows('浙江') },
  { name: 'vacancies', path: () => '/console/chapters/vacant', ready: shows('任命') },
  { name: 'chapter', path: chapter, ready: shows('结束任期') },
  { name: 'chapter-vacant', path: scene => `/console/chapters/${scene.vacant}`, ready: shows('此分舵空缺') },
  { name: 'chapter-values', path: chapter, ready: tab('现行政策', '年费会员价格') },
  { name: 'chapter-inbox', path: chapter, ready: tab('送达', '年费会员价格') },
  { name: 'chapter-members', path: chapter, ready: tab('会员', '会籍至') },
  {
    name: 'chapter-member-new',
    path: scene => `${chapter(scene)}?tab=members`,
    ready: dialog('登记会员', '手机号'),
  },
  { name: 'chapter-orders', path: chapter, ready: tab('订单', /^(下单|没有符合条件的订单)$/) },
  { name: 'chapter-sales', path: chapter, ready: tab('会费与卡', '年费会员') },
  {
    name: 'chapter-cards-issue',
    path: scene => `${chapter(scene)}?tab=sales`,
    ready: dialog('制发一批卡', '批次名称'),
  },
  { name: 'chapter-history', path: chapter, ready: tab('沿革', '宁波市') },
  { name: 'chapter-grants', path: chapter, ready: tab('授权', '舵手') },
  { name: 'chapter-audit', path: chapter, ready: tab('审计', '总部管理员') },
  { name: 'chapter-appoint', path: chapter, ready: dialog('任命', '人选') },
  { name: 'chapter-rename', path: chapter, ready: dialog('更名', '名称') },
  { name: 'members', path: () => '/console/members', ready: shows('浙江省') },
  { name: 'member', path: member, ready: shows('139****0200') },
  { name: 'member-reveal', path: member, ready: dialog('查看明文', '理由') },
  { name: 'member-move', path: member, ready: dialog('调整归属分舵', '调整到') },
  { name: 'member-correct', path: member, ready: dialog('更正资料', '出生年份') },
  { name: 'member-order-new', path: member, ready: dialog('代下订单', /会员服务协议/) },
  { name: 'member-points', path: member, ready: dialog('调整积分', '现有积分') },
  { name: 'tiers', path: () => '/console/tiers', ready: shows('年费会员') },
  { name: 'tier-edit', path: () => '/console/tiers', ready: dialog('修改 年费会员', '总部价') },
  { name: 'order', path: order, ready: shows('这笔订单的钱归谁') },
  { name: 'order-refund', path: order, ready: dialog('申请退款', '可退金额') },
  { name: 'ledger', path: () => '/console/money', ready: shows('两边相等') },
  {
    name: 'refunds',
    path: () => '/console/money/refunds',
    ready: shows(/^(最迟退款|没有等待处理的退款)$/),
  },
  {
    name: 'payments',
    path: () => '/console/money/payments',
    ready: shows(/^(支付单号|没有金额不符的收款)$/),
  },
  {
    name: 'invoices',
    path: () => '/console/money/invoices',
    ready: shows(/^(税号|没有等待开具的发票)$/),
  },
  {
    name: 'statements',
    path: () => '/console/money/statements',
    ready: shows(/^(本次可付|这个月没有对账单。)/),
  },
  {
    name: 'payouts',
    path: () => '/console/money/payouts',
    ready: shows(/^(实付|没有结算付款)$/),
  },
  {
    name: 'disputes',
    path: () => '/console/money/disputes',
    ready: shows(/^(没有跨区销售预警|跨区分成)$/),
  },
  { name: 'chapter-statements', path: chapter, ready: tab('对账单', /^(还没有对账单。|本次可付)/) },
  { name: 'imports', path: scene => `${chapter(scene)}/imports`, ready: shows('上传并检查') },
  { name: 'chapter-links', path: chapter, ready: tab('推广链接', '只看启用中的') },
  {
    name: 'chapter-link-new',
    path: scene => `${chapter(scene)}?tab=links`,
    ready: dialog('生成链接', '渠道'),
  },
  {
    name: 'referrals',
    path: () => '/console/members/referrals',
    ready: shows(/^(没有待审的推荐|疑点)$/),
  },
  { name: 'split', path: () => '/console/money/split', ready: shows('生效日') },
  { name: 'policies', path: () => '/console/policies', ready: shows('年费会员价格') },
  { name: 'policy', path: () => '/console/policies/membership.annual.price', ready: shows('全部版本') },
  { name: 'policy-new', path: () => '/console/policies/new', ready: heading(/登记/) },
  {
    name: 'editor',
    path: () => '/console/policies/membership.annual.price/draft',
    ready: shows('3,219 个分舵'),
  },
  { name: 'version', path: published, ready: shows('100%') },
  { name: 'version-draft', path: draft, ready: shows('草稿，还没有发给任何人') },
  { name: 'version-publish', path: draft, ready: dialog('发布', '3,219 个分舵') },
  { name: 'rollout', path: scene => `${published(scene)}/rollout`, ready: shows('浙江省') },
  { name: 'people', path: () => '/console/access', ready: shows('政策审批') },
  { name: 'person', path: scene => `/console/access/people/${scene.person}`, ready: shows('宁波市') },
  {
    name: 'person-role',
    path: scene => `/console/access/people/${scene.person}`,
    ready: dialog('授予角色', '理由'),
  },
  { name: 'me', path: () => '/console/access/me', ready: shows('总部管理员') },
  { name: 'explain', path: () => '/console/access/explain', ready: heading('谁能做什么，为什么') },
  {
    name: 'audit',
    path: () => '/console/audit',
    // Whoever opens many pages has renewed a session so often that the sign-in is no longer among the newest entries.
    ready: page =>
      page
        .getByRole('cell', { name: /^(登录|续期会话)$/ })
        .first()
        .waitFor(),
  },
  { name: 'operations', path: () => '/console/operations', ready: shows('发件箱') },
  { name: 'explorer', path: () => '/console/explorer', ready: heading('接口查询') },
  { name: 'missing', path: () => '/console/nothing', ready: heading('没有这个页面') },
]

/** The client, for the helmsman of the scene's chapter. */
export const CLIENT: readonly Place[] = [
  { name: 'today', path: () => '/client/', ready: shows('直属') },
  { name: 'policies', path: () => '/client/policies', ready: shows('年费会员价格') },
  { name: 'policy', path: scene => `/client/policies/${scene.published}`, ready: shows('规定的值') },
  { name: 'values', path: () => '/client/values', ready: shows('年费会员价格') },
  { name: 'value', path: () => '/client/values/membership.annual.price', ready: shows('为什么是这个值') },
  { name: 'members', path: () => '/client/members', ready: shows('姓名和手机号已脱敏') },
  { name: 'member-new', path: () => '/client/members/new', ready: shows('所在区划') },
  { name: 'member', path: scene => `/client/members/${scene.member}`, ready: shows('139****0200') },
  { name: 'renewals', path: () => '/client/renewals', ready: shows('宽限期内续费不中断') },
  {
    name: 'member-orders',
    path: scene => `/client/members/${scene.member}/orders`,
    ready: shows('已请会员阅读'),
  },
  { name: 'links', path: () => '/client/links', ready: shows('已停用') },
  { name: 'link-new', path: () => '/client/links', ready: dialog('新建链接', '活动名称') },
  { name: 'statements', path: () => '/client/statements', ready: shows(/^(还没有对账单|月末余额)/) },
  { name: 'cards', path: () => '/client/cards', ready: shows('请向总部财务申请制发') },
  { name: 'chapter', path: () => '/client/chapter', ready: shows('下级分舵') },
  { name: 'me', path: () => '/client/me', ready: shows('没有待发送的内容') },
  {
    name: 'sign-out',
    path: () => '/client/me',
    ready: async page => {
      await page.getByRole('button', { name: '退出登录' }).click()
      await page.getByRole('dialog').waitFor()
    },
  },
  { name: 'missing', path: () => '/client/nothing', ready: heading('没有这个页面') },
]

/** The client, for the member whose order the scene shows. */
export const MINE: readonly Place[] = [
  { name: 'home', path: () => '/client/mine', ready: shows('有效期至') },
  { name: 'buy', path: () => '/client/mine/buy', ready: shows('我已阅读并同意会员服务协议') },
  { name: 'orders', path: () => '/client/mine/orders', ready: shows('365 天') },
  { name: 'order', path: scene => `/client/mine/orders/${scene.order}`, ready: shows('七天内全额') },
  {
    name: 'order-refund',
    path: scene => `/client/mine/orders/${scene.order}`,
    ready: dialog('申请退款', '原路退回'),
  },
  { name: 'points', path: () => '/client/mine/points', ready: shows('明细') },
  { name: 'me', path: () => '/client/mine/me', ready: shows('个人信息权利') },
  { name: 'erase', path: () => '/client/mine/me', ready: dialog('注销并删除我的资料', '无法恢复') },
]

/** Where nobody is signed in. */
export const OUTSIDE: readonly Place[] = [
  { name: 'front', path: () => '/', ready: shows('Flotilla') },
  { name: 'console-sign-in', path: () => '/console/', ready: shows('邮箱') },
  { name: 'client-join', path: scene => `/client/join/${scene.link}`, ready: shows('获取验证码') },
  { name: 'client-join-none', path: () => '/client/join/ABCDEFGH', ready: shows('这个链接不能用') },
  { name: 'client-sign-in', path: () => '/client/', ready: shows('手机号') },
]
