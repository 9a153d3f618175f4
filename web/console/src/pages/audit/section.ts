import { page, type Section } from '../../shell/section'

export const auditSection: Section = {
  path: 'audit',
  icon: 'audit',
  title: { zh: '审计', en: 'Audit' },
  needs: 'AUDIT_READ',
  routes: [{ path: 'audit', ...page(() => import('./AuditPage')) }],
}
