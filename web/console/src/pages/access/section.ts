import { page, type Section } from '../../shell/section'

export const accessSection: Section = {
  path: 'access',
  icon: 'access',
  title: { zh: '人员与权限', en: 'People and rights' },
  routes: [
    { path: 'access', ...page(() => import('./PeoplePage')) },
    { path: 'access/me', ...page(() => import('./MePage')) },
    { path: 'access/explain', ...page(() => import('./ExplainPage')) },
    { path: 'access/people/:id', ...page(() => import('./PersonPage')) },
  ],
}
