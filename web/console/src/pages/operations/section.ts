import { page, type Section } from '../../shell/section'

export const operationsSection: Section = {
  path: 'operations',
  icon: 'operations',
  title: { zh: '运行', en: 'Operations' },
  needs: 'OPERATIONS_READ',
  routes: [{ path: 'operations', ...page(() => import('./OperationsPage')) }],
}
