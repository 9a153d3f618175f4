import { execute } from '@shared/api'
import { defineMessages, useLanguage, useMessages } from '@shared/i18n'
import { Fen, fenText, ledgerAccountName } from '@shared/money'
import { DataTable, Empty, Notice, Page, QueryView, Section } from '@shared/ui'
import { useQuery } from '@tanstack/react-query'
import { LedgerBalancesDocument, type LedgerBalancesQuery } from '../../gql/graphql'
import { LedgerEntries } from './LedgerEntries'
import { sidesOf } from './ledger'
import { MoneyNav } from './MoneyNav'

const messages = defineMessages({
  zh: {
    title: '账本',
    balances: '各类账户余额',
    debit: '资金在哪里',
    credit: '资金属于谁',
    account: '账户',
    balance: '余额',
    sum: '合计',
    empty: '账本还是空的',
    balanced: '两边相等',
    balancedText: (sum: string) => `资金合计 ${sum}，每一分都有归属。`,
    unbalanced: '两边不相等',
    unbalancedText: (a: string, b: string) =>
      `资金合计 ${a}，归属合计 ${b}。请立即运行 flotilla doctor --ledger 查明原因。`,
    entries: '分录',
  },
  en: {
    title: 'Ledger',
    balances: 'Balances by kind of account',
    debit: 'Where the money lies',
    credit: 'Whose it is',
    account: 'Account',
    balance: 'Balance',
    sum: 'Sum',
    empty: 'The ledger is empty yet',
    balanced: 'Both sides are equal',
    balancedText: (sum: string) => `There are ${sum}, and every fen is somebody’s.`,
    unbalanced: 'The two sides differ',
    unbalancedText: (a: string, b: string) =>
      `${a} lie somewhere, ${b} are somebody’s. Run flotilla doctor --ledger at once to find out why.`,
    entries: 'Entries',
  },
})

type Balance = LedgerBalancesQuery['ledgerBalances'][number]

/** The books: what each kind of account holds, that both sides are equal, and every entry. */
export default function LedgerPage() {
  const t = useMessages(messages)
  const balances = useQuery({
    queryKey: ['ledger', 'balances'],
    queryFn: async ({ signal }) => (await execute(LedgerBalancesDocument, {}, { signal })).ledgerBalances,
  })
  return (
    <Page title={t.title}>
      <MoneyNav />
      <Section title={t.balances}>
        <QueryView query={balances} rows={5}>
          {rows => (rows.length === 0 ? <Empty title={t.empty} /> : <Balances balances={rows} />)}
        </QueryView>
      </Section>
      <Section title={t.entries}>
        <LedgerEntries />
      </Section>
    </Page>
  )
}

function Balances({ balances }: { balances: readonly Balance[] }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const { debit, credit, debitSum, creditSum, balanced } = sidesOf(balances)
  return (
    <>
      {balanced ? (
        <Notice tone="good" title={t.balanced}>
          {t.balancedText(fenText(debitSum, language))}
        </Notice>
      ) : (
        <Notice tone="bad" title={t.unbalanced}>
          {t.unbalancedText(fenText(debitSum, language), fenText(creditSum, language))}
        </Notice>
      )}
      <div className="columns">
        <Side caption={t.debit} rows={debit} sum={debitSum} />
        <Side caption={t.credit} rows={credit} sum={creditSum} />
      </div>
    </>
  )
}

function Side({ caption, rows, sum }: { caption: string; rows: readonly Balance[]; sum: string }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  return (
    <DataTable
      caption={caption}
      captionShown
      rows={[
        ...rows.map(({ kind, balance }) => ({ name: ledgerAccountName(language, kind), balance })),
        { name: t.sum, balance: sum },
      ]}
      rowKey={row => row.name}
      columns={[
        { key: 'account', title: t.account, render: row => row.name },
        { key: 'balance', title: t.balance, align: 'end', render: row => <Fen of={row.balance} /> },
      ]}
    />
  )
}
