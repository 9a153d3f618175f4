import { defineMessages, useMessages } from '@shared/i18n'
import { Empty, QueryView } from '@shared/ui'
import { EntryTable } from '../EntryTable'
import { useOrderEntries } from '../queries'

const messages = defineMessages({
  zh: { caption: '账本分录', none: '账本里还没有这笔订单' },
  en: { caption: 'Entries of the ledger', none: 'The ledger has nothing of this order yet' },
})

/** What the ledger has of an order, the oldest first. */
export function Entries({ id }: { id: string }) {
  const t = useMessages(messages)
  const entries = useOrderEntries(id)
  return (
    <QueryView query={entries} rows={3}>
      {rows => <EntryTable caption={t.caption} entries={rows} empty={<Empty title={t.none} />} />}
    </QueryView>
  )
}
