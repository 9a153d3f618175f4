import { execute } from '@shared/api'
import { defineMessages, useMessages } from '@shared/i18n'
import { Button, ConfirmIntent, Empty, Page, Pager, QueryView, Section, Select, useToast } from '@shared/ui'
import { useState } from 'react'
import { IssueStatementsDocument } from '../../../gql/graphql'
import { useRights } from '../../../shell/useRights'
import { useIntent } from '../../chapters/changes/useIntent'
import { usePaging } from '../../chapters/chapter/paging'
import { useAddressParam } from '../../chapters/useAddressParam'
import { MoneyNav } from '../MoneyNav'
import { monthOf, monthsOver } from './months'
import { PayoutFile } from './PayoutFile'
import { useMonth } from './queries'
import { StatementTable } from './StatementTable'
import '../money.css'

const PAGE = 50

const messages = defineMessages({
  zh: {
    title: '对账单',
    month: '月份',
    of: (month: string) => `${month} 的对账单`,
    none: '这个月没有对账单。每月 10 日自动出具上月的对账单。',
    issue: '立即出具',
    issueText: (month: string) => `为所有有变动或余额的分舵出具 ${month} 的对账单。已有的不会重复出具。`,
    issued: (count: number) => `已出具 ${count} 份对账单`,
  },
  en: {
    title: 'Statements',
    month: 'Month',
    of: (month: string) => `Statements of ${month}`,
    none: 'The month has none. On the 10th those of the month before are issued by themselves.',
    issue: 'Issue now',
    issueText: (month: string) =>
      `Issues the statements of ${month} for every chapter with movements or a balance. None is issued twice.`,
    issued: (count: number) => `${count} statements were issued`,
  },
})

/** The statements of all chapters, month by month. */
export default function StatementsPage() {
  const t = useMessages(messages)
  const may = useRights()
  const [text, setText] = useAddressParam('month')
  const months = monthsOver(Date.now())
  const month = monthOf(text) ?? months[0] ?? ''
  const [issuing, setIssuing] = useState(false)
  const maySettle = may('SETTLEMENT_MANAGE', 'headquarters')
  return (
    <Page
      title={t.title}
      actions={
        maySettle ? (
          <>
            <PayoutFile state="SENT" month={month} />
            <PayoutFile state="MADE" month={month} />
            <Button onClick={() => setIssuing(true)}>{t.issue}</Button>
          </>
        ) : null
      }
    >
      <MoneyNav />
      <div className="money-filters">
        <Select
          label={t.month}
          value={month}
          onChange={setText}
          options={[...new Set([...months, month])].map(value => ({ value, label: value }))}
        />
      </div>
      <Section title={t.of(month)}>
        <Month key={month} month={month} />
      </Section>
      {issuing ? <IssueDialog month={month} onClose={() => setIssuing(false)} /> : null}
    </Page>
  )
}

function Month({ month }: { month: string }) {
  const t = useMessages(messages)
  const { page, pager } = usePaging(PAGE)
  const statements = useMonth(month, page)
  return (
    <QueryView query={statements} rows={8}>
      {({ nodes, pageInfo }) => (
        <>
          <StatementTable
            caption={t.of(month)}
            statements={nodes}
            by="chapter"
            empty={<Empty title={t.none} />}
          />
          <Pager {...pager(pageInfo)} />
        </>
      )}
    </QueryView>
  )
}

function IssueDialog({ month, onClose }: { month: string; onClose: () => void }) {
  const t = useMessages(messages)
  const toast = useToast()
  const intent = useIntent({
    perform: async (input: { month: string; requestKey?: string }) =>
      (await execute(IssueStatementsDocument, { input })).statementsIssue,
    onDone: ({ issued }) => {
      toast({ tone: 'good', text: t.issued(issued ?? 0) })
      onClose()
    },
  })
  return (
    <ConfirmIntent
      title={t.of(month)}
      confirmLabel={t.issue}
      intent={intent}
      onConfirm={() => intent.run({ month })}
      onClose={onClose}
    >
      <p>{t.issueText(month)}</p>
    </ConfirmIntent>
  )
}
