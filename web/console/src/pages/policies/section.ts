import { page, type Section } from '../../shell/section'

export const policiesSection: Section = {
  path: 'policies',
  icon: 'policies',
  title: { zh: '政策', en: 'Policies' },
  needs: 'POLICY_READ',
  routes: [
    { path: 'policies', ...page(() => import('./CataloguePage')) },
    { path: 'policies/new', ...page(() => import('./DefinePage')) },
    { path: 'policies/versions/:id', ...page(() => import('./VersionPage')) },
    { path: 'policies/versions/:id/rollout', ...page(() => import('./RolloutPage')) },
    { path: 'policies/:key', ...page(() => import('./PolicyPage')) },
    { path: 'policies/:key/draft', ...page(() => import('./EditorPage')) },
  ],
}
