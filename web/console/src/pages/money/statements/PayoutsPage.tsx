import { defineMessages, useMessages } from '@shared/i18n'
import { Page, QueryView, Section } from '@shared/ui'
import { MoneyNav } from '../MoneyNav'
import { PayoutFile } from './PayoutFile'
import { PayoutTable } from './PayoutTable'
import { usePayoutsWaiting } from './queries'

const messages = defineMessages({
  zh: {
    title: '结算付款',
    waiting: '进行中的付款',
    hint: '准备和发出须是不同的人。银行文件里只有已发出的付款。',
  },
  en: {
    title: 'Payouts',
    waiting: 'Payouts under way',
    hint: 'Who prepares one does not send it. The file for the bank has those that were sent.',
  },
})

/** Payouts that were prepared or sent, the oldest first, and the file for the bank. */
export default function PayoutsPage() {
  const t = useMessages(messages)
  const payouts = usePayoutsWaiting()
  const sent = payouts.data?.filter(payout => payout.state === 'SENT').map(payout => payout.id) ?? []
  return (
    <Page title={t.title} actions={sent.length > 0 ? <PayoutFile state="SENT" ids={sent} /> : null}>
      <MoneyNav />
      <Section title={t.waiting}>
        <p className="soft">{t.hint}</p>
        <QueryView query={payouts} rows={5}>
          {rows => <PayoutTable caption={t.waiting} payouts={rows} />}
        </QueryView>
      </Section>
    </Page>
  )
}
