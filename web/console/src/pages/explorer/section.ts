import { page, type Section } from '../../shell/section'

export const explorerSection: Section = {
  path: 'explorer',
  icon: 'explorer',
  title: { zh: '接口查询', en: 'Explorer' },
  routes: [{ path: 'explorer', ...page(() => import('./ExplorerPage')) }],
}
