import { page, type Section } from '../../shell/section'

/** Tiers of membership: what there is to be had, and what it costs where. */
export const tiersSection: Section = {
  path: 'tiers',
  icon: 'flag',
  title: { zh: '会员等级', en: 'Tiers' },
  needs: 'MEMBER_READ',
  at: 'headquarters',
  routes: [{ path: 'tiers', ...page(() => import('./TiersPage')) }],
}
