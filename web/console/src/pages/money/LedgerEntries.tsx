import { execute } from '@shared/api'
import type { LedgerAccountKind } from '@shared/gql/schema'
import { defineMessages, useLanguage, useMessages } from '@shared/i18n'
import { LEDGER_ACCOUNT_KEYS, ledgerAccountName } from '@shared/money'
import { Empty, Pager, QueryView, Select, TextInput } from '@shared/ui'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { LedgerEntriesDocument } from '../../gql/graphql'
import { usePaging } from '../chapters/chapter/paging'
import { ChapterPicker } from '../chapters/pick/ChapterPicker'
import type { FoundChapter } from '../chapters/pick/pick'
import { EntryTable } from './EntryTable'
import { ownersOf } from './ledger'
import './money.css'

const PAGE = 30

/** What the select holds where nothing is chosen. */
const ANY = 'ANY'

const messages = defineMessages({
  zh: {
    account: '账户',
    any: '全部',
    chapter: '哪个分舵的',
    member: '哪位会员的',
    memberHint: '会员编号，以 mbr_ 开头',
    choose: '请选择这个账户属于谁',
    caption: '账本分录，最新在前',
    none: '没有分录',
  },
  en: {
    account: 'Account',
    any: 'All',
    chapter: 'Of which chapter',
    member: 'Of which member',
    memberHint: 'The member’s id, which begins with mbr_',
    choose: 'Choose whose account it is',
    caption: 'Entries of the ledger, the newest first',
    none: 'No entries',
  },
})

/** Every entry of the ledger, or those of one account. */
export function LedgerEntries() {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const [account, setAccount] = useState<LedgerAccountKind | typeof ANY>(ANY)
  const [chapter, setChapter] = useState<FoundChapter | null>(null)
  const [member, setMember] = useState('')
  const { page, toStart, pager } = usePaging(PAGE)
  const owners = account === ANY ? null : ownersOf(account)
  const owner =
    owners === 'chapters'
      ? (chapter?.id ?? null)
      : owners === 'members'
        ? /^mbr_[0-9a-f]{32}$/.exec(member.trim())?.[0]
        : 'headquarters'
  const filter = account === ANY ? {} : { account, owner }
  const isWhole = account === ANY || Boolean(owner)
  const entries = useQuery({
    queryKey: ['ledger', 'entries', filter, page],
    queryFn: async ({ signal }) =>
      (await execute(LedgerEntriesDocument, { ...filter, ...page }, { signal })).ledgerEntries,
    enabled: isWhole,
    placeholderData: keepPreviousData,
  })
  return (
    <>
      <div className="money-filters">
        <Select
          label={t.account}
          value={account}
          onChange={value => {
            setAccount(value)
            toStart()
          }}
          options={[
            { value: ANY as LedgerAccountKind | typeof ANY, label: t.any },
            ...LEDGER_ACCOUNT_KEYS.map(value => ({ value, label: ledgerAccountName(language, value) })),
          ]}
        />
        {owners === 'chapters' ? (
          <ChapterPicker
            label={t.chapter}
            required
            value={chapter}
            onChange={value => {
              setChapter(value)
              toStart()
            }}
          />
        ) : null}
        {owners === 'members' ? (
          <TextInput
            label={t.member}
            hint={t.memberHint}
            required
            spellCheck={false}
            autoComplete="off"
            value={member}
            onChange={value => {
              setMember(value)
              toStart()
            }}
          />
        ) : null}
      </div>
      {isWhole ? (
        <QueryView query={entries} rows={6}>
          {({ nodes, pageInfo }) => (
            <>
              <EntryTable caption={t.caption} entries={nodes} empty={<Empty title={t.none} />} />
              <Pager {...pager(pageInfo)} />
            </>
          )}
        </QueryView>
      ) : (
        <Empty icon="filter" title={t.choose} />
      )}
    </>
  )
}
