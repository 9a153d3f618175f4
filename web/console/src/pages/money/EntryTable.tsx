import { execute } from '@shared/api'
import { defineMessages, useLanguage, useMessages } from '@shared/i18n'
import { Fen, ledgerAccountName, ledgerEntryName } from '@shared/money'
import { DataTable, Time } from '@shared/ui'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { type EntryFactsFragment, LedgerChaptersDocument } from '../../gql/graphql'
import './money.css'

const messages = defineMessages({
  zh: {
    kind: '事项',
    at: '时间',
    transfers: '借 ← 贷',
    reference: '凭据',
    headquarters: '总部',
    from: '贷自',
  },
  en: {
    kind: 'Event',
    at: 'When',
    transfers: 'Debit ← credit',
    reference: 'About',
    headquarters: 'headquarters',
    from: 'from',
  },
})

interface EntryTableProps {
  caption: string
  entries: readonly EntryFactsFragment[]
  empty: ReactNode
}

/** Entries of the ledger with their transfers: each moves an amount from one account to another. */
export function EntryTable({ caption, entries, empty }: EntryTableProps) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const names = useChapterNames(entries)
  return (
    <DataTable
      caption={caption}
      rows={entries}
      rowKey={entry => entry.id}
      empty={empty}
      columns={[
        { key: 'kind', title: t.kind, render: entry => ledgerEntryName(language, entry.kind) },
        { key: 'at', title: t.at, render: entry => <Time at={entry.at} /> },
        {
          key: 'transfers',
          title: t.transfers,
          render: entry => (
            <ul className="money-transfers">
              {entry.transfers.map(({ amount, debit, credit }) => (
                <li key={`${debit.kind} ${debit.owner} ${credit.kind} ${credit.owner}`}>
                  <Account {...debit} names={names} /> <span aria-hidden="true">←</span>{' '}
                  <span className="visually-hidden">{t.from}</span> <Account {...credit} names={names} />{' '}
                  <Fen of={amount} />
                </li>
              ))}
            </ul>
          ),
        },
        {
          key: 'reference',
          title: t.reference,
          render: entry => <Reference of={entry.reference} />,
        },
      ]}
    />
  )
}

/** The names of the chapters whose accounts stand in some entries, by id. */
function useChapterNames(entries: readonly EntryFactsFragment[]): ReadonlyMap<string, string> {
  const owners = entries.flatMap(({ transfers }) =>
    transfers.flatMap(({ debit, credit }) => [debit.owner, credit.owner]),
  )
  // The API answers a hundred at most; what is beyond is told by its id.
  const ids = [...new Set(owners)].filter(owner => owner.startsWith('chap_')).slice(0, 100)
  const chapters = useQuery({
    queryKey: ['ledger', 'chapters', ids],
    queryFn: async ({ signal }) => (await execute(LedgerChaptersDocument, { ids }, { signal })).nodes,
    enabled: ids.length > 0,
  })
  return new Map(
    chapters.data?.flatMap(node => (node && 'name' in node ? [[node.id, node.name] as const] : [])) ?? [],
  )
}

type AccountOf = EntryFactsFragment['transfers'][number]['debit'] & { names: ReadonlyMap<string, string> }

/** An account by its purpose, and whose it is where that is not headquarters. */
function Account({ kind, owner, names }: AccountOf) {
  const { language } = useLanguage()
  const name = ledgerAccountName(language, kind)
  if (owner === 'headquarters') return name
  const folder = owner.startsWith('chap_') ? 'chapters' : 'members'
  return (
    <>
      {name} (<Link to={`/${folder}/${owner}`}>{names.get(owner) ?? owner}</Link>)
    </>
  )
}

/** What an entry is about; an order has a page. */
function Reference({ of }: { of: string }) {
  const id = <code className="money-id">{of}</code>
  return of.startsWith('ordr_') ? <Link to={`/money/orders/${of}`}>{id}</Link> : id
}
