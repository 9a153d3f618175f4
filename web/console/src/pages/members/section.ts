import { page, type Section } from '../../shell/section'

/** Members: found by phone, counted for the nation and its provinces, and a page for each. */
export const membersSection: Section = {
  path: 'members',
  icon: 'people',
  title: { zh: '会员', en: 'Members' },
  needs: 'MEMBER_READ',
  // A helmsman's members stand on the page of the chapter.
  at: 'headquarters',
  routes: [
    { path: 'members', ...page(() => import('./MembersPage')) },
    { path: 'members/imports/:id', ...page(() => import('../imports/ImportPage')) },
    { path: 'chapters/:id/imports', ...page(() => import('../imports/ImportsPage')) },
    { path: 'members/referrals', ...page(() => import('../growth/ReviewPage')) },
    { path: 'members/links/:id', ...page(() => import('../growth/LinkPage')) },
    { path: 'members/:id', ...page(() => import('./MemberPage')) },
  ],
}
