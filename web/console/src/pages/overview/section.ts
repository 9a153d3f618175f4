import { page, type Section } from '../../shell/section'

export const overviewSection: Section = {
  path: '',
  icon: 'today',
  title: { zh: '首页', en: 'Overview' },
  routes: [{ index: true, ...page(() => import('./OverviewPage')) }],
}
