import { page, type Section } from '../../shell/section'

/** Money: what came in, what goes back, who earns, and the books that say so. */
export const moneySection: Section = {
  path: 'money',
  icon: 'yuan',
  title: { zh: '资金', en: 'Money' },
  needs: 'LEDGER_READ',
  // A helmsman's orders and statements stand on the page of the chapter.
  at: 'headquarters',
  routes: [
    { path: 'money', ...page(() => import('./LedgerPage')) },
    { path: 'money/refunds', ...page(() => import('./refunds/RefundsPage')) },
    { path: 'money/payments', ...page(() => import('./PaymentsPage')) },
    { path: 'money/invoices', ...page(() => import('./InvoicesPage')) },
    { path: 'money/statements', ...page(() => import('./statements/StatementsPage')) },
    { path: 'money/statements/:id', ...page(() => import('./statements/StatementPage')) },
    { path: 'money/payouts', ...page(() => import('./statements/PayoutsPage')) },
    { path: 'money/disputes', ...page(() => import('./statements/DisputesPage')) },
    { path: 'money/split', ...page(() => import('./split/SplitPage')) },
    { path: 'money/orders/:id', ...page(() => import('./order/OrderPage')) },
  ],
}
