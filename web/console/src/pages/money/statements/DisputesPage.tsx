import { defineMessages, useMessages } from '@shared/i18n'
import { Empty, Page, QueryView, Section } from '@shared/ui'
import { MoneyNav } from '../MoneyNav'
import { CaseTable } from './CaseTable'
import { DisputeTable } from './DisputeTable'
import { useCases, useDisputesWaiting } from './queries'

const messages = defineMessages({
  zh: {
    title: '异议与跨区',
    disputes: '待处理的对账单异议',
    cases: '跨区销售',
    noCases: '没有跨区销售预警',
  },
  en: {
    title: 'Objections and territory',
    disputes: 'Objections that wait',
    cases: 'Sales outside the territory',
    noCases: 'No chapter stands out',
  },
})

/** What finance has to look into: objections to statements, and sales outside a territory. */
export default function DisputesPage() {
  const t = useMessages(messages)
  const disputes = useDisputesWaiting()
  const cases = useCases()
  return (
    <Page title={t.title}>
      <MoneyNav />
      <Section title={t.disputes}>
        <QueryView query={disputes} rows={4}>
          {rows => <DisputeTable caption={t.disputes} disputes={rows} />}
        </QueryView>
      </Section>
      <Section title={t.cases}>
        <QueryView query={cases} rows={3}>
          {rows => <CaseTable caption={t.cases} cases={rows} empty={<Empty title={t.noCases} />} />}
        </QueryView>
      </Section>
    </Page>
  )
}
