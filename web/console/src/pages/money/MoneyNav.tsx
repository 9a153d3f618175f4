import type { Permission } from '@shared/gql/schema'
import { defineMessages, useMessages } from '@shared/i18n'
import { NavLink } from 'react-router'
import { useRights } from '../../shell/useRights'
import '../chapters/ChaptersNav.css'

const messages = defineMessages({
  zh: {
    nav: '资金各页',
    ledger: '账本',
    refunds: '退款',
    payments: '异常收款',
    invoices: '发票',
    split: '分账规则',
    statements: '对账单',
    payouts: '结算付款',
    disputes: '异议与跨区',
  },
  en: {
    nav: 'Pages about money',
    ledger: 'Ledger',
    refunds: 'Refunds',
    payments: 'Odd payments',
    invoices: 'Invoices',
    split: 'Split',
    statements: 'Statements',
    payouts: 'Payouts',
    disputes: 'Objections and territory',
  },
})

type Name = Exclude<keyof (typeof messages)['zh'], 'nav'>

/** The pages, each with the right that it is of use to. */
const PAGES: readonly { to: string; name: Name; needs: Permission }[] = [
  { to: '/money', name: 'ledger', needs: 'LEDGER_READ' },
  { to: '/money/refunds', name: 'refunds', needs: 'REFUND_DECIDE' },
  { to: '/money/payments', name: 'payments', needs: 'LEDGER_READ' },
  { to: '/money/invoices', name: 'invoices', needs: 'SETTLEMENT_MANAGE' },
  { to: '/money/statements', name: 'statements', needs: 'STATEMENT_READ' },
  { to: '/money/payouts', name: 'payouts', needs: 'SETTLEMENT_MANAGE' },
  { to: '/money/disputes', name: 'disputes', needs: 'SETTLEMENT_MANAGE' },
  { to: '/money/split', name: 'split', needs: 'LEDGER_READ' },
]

/** What there is about money, as far as the reader may see it. */
export function MoneyNav() {
  const t = useMessages(messages)
  const may = useRights()
  return (
    <nav className="chapters-nav" aria-label={t.nav}>
      {PAGES.filter(({ needs }) => may(needs, 'headquarters')).map(({ to, name }) => (
        <NavLink key={to} to={to} end>
          {t[name]}
        </NavLink>
      ))}
    </nav>
  )
}
