import { defineMessages, useLanguage, useMessages } from '@shared/i18n'
import { Day } from '@shared/members'
import { CommissionBadge, Fen, ledgerEntryName, StatementBadge, statementLineName } from '@shared/money'
import { Button, DataTable, Empty, KeyValue, Page, Pager, QueryView, Section, Time } from '@shared/ui'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import { usePaging } from '../../chapters/chapter/paging'
import { rateText } from '../order/split'
import { DisputeTable } from './DisputeTable'
import { ObjectDialog } from './ObjectDialog'
import { PayoutTable } from './PayoutTable'
import { PrepareDialog } from './PrepareDialog'
import { type StatementFacts, useLines, useStatement } from './queries'
import '../money.css'

const PAGE = 50

const messages = defineMessages({
  zh: {
    title: '对账单',
    of: (chapter: string, month: string) => `${chapter} ${month}`,
    prepare: '准备付款',
    object: '提出异议',
    amounts: '金额',
    about: '说明',
    opening: '期初',
    accrued: '新增分成',
    reversed: '退款冲回',
    clawedBack: '裁定追回',
    paid: '已付',
    closing: '期末',
    payable: '其中应付',
    frozen: '异议冻结',
    due: '本次可付',
    state: '状态',
    chapter: '分舵',
    issued: '出具',
    until: '异议截止',
    id: '编号',
    payouts: '结算付款',
    disputes: '异议',
    lines: '明细',
    noLines: '这个月没有变动',
    number: '序号',
    kind: '类别',
    event: '事项',
    amount: '金额',
    at: '时间',
    order: '订单',
    see: '查看订单',
    rate: '比例',
    stands: '分成状态',
  },
  en: {
    title: 'Statement',
    of: (chapter: string, month: string) => `${chapter} ${month}`,
    prepare: 'Prepare the payout',
    object: 'Object to it',
    amounts: 'Amounts',
    about: 'About',
    opening: 'Opening',
    accrued: 'Accrued',
    reversed: 'Taken back by refunds',
    clawedBack: 'Clawed back by rulings',
    paid: 'Paid out',
    closing: 'Closing',
    payable: 'Owed of it',
    frozen: 'Held back by objections',
    due: 'To pay now',
    state: 'State',
    chapter: 'Chapter',
    issued: 'Issued',
    until: 'Objections until',
    id: 'Id',
    payouts: 'Payouts',
    disputes: 'Objections',
    lines: 'Lines',
    noLines: 'Nothing moved in this month',
    number: 'Number',
    kind: 'Kind',
    event: 'Event',
    amount: 'Amount',
    at: 'When',
    order: 'Order',
    see: 'See the order',
    rate: 'Rate',
    stands: 'Commission',
  },
})

/** One statement: opening, every movement with its order, closing; how it was paid and what was said against it. */
export default function StatementPage() {
  const t = useMessages(messages)
  const { id = '' } = useParams()
  const statement = useStatement(id)
  const [open, setOpen] = useState<'prepare' | 'object' | null>(null)
  const close = () => setOpen(null)
  const facts = statement.data
  return (
    <Page
      title={facts ? t.of(facts.chapter?.name ?? facts.chapterId, facts.month) : t.title}
      eyebrow={facts ? t.title : undefined}
      back={{
        to: facts ? `/chapters/${facts.chapterId}?tab=statements` : '/money/statements',
        label: t.title,
      }}
      actions={
        <>
          {facts?.viewerCanPreparePayout ? (
            <Button icon="send" onClick={() => setOpen('prepare')}>
              {t.prepare}
            </Button>
          ) : null}
          {facts?.viewerCanDispute ? (
            <Button icon="flag" onClick={() => setOpen('object')}>
              {t.object}
            </Button>
          ) : null}
        </>
      }
    >
      <QueryView query={statement} rows={8}>
        {facts => (
          <>
            <Shown statement={facts} />
            {open === 'prepare' ? <PrepareDialog statement={facts} onClose={close} /> : null}
            {open === 'object' ? <ObjectDialog statement={facts} onClose={close} /> : null}
          </>
        )}
      </QueryView>
    </Page>
  )
}

function Shown({ statement }: { statement: StatementFacts }) {
  const t = useMessages(messages)
  const { chapter } = statement
  const amounts = ['opening', 'accrued', 'reversed', 'clawedBack', 'paid', 'closing'] as const
  return (
    <>
      <div className="columns">
        <Section title={t.amounts}>
          <KeyValue items={amounts.map(key => ({ label: t[key], value: <Fen of={statement[key]} /> }))} />
        </Section>
        <Section title={t.about}>
          <KeyValue
            items={[
              { label: t.state, value: <StatementBadge state={statement.state} /> },
              { label: t.payable, value: <Fen of={statement.payable} /> },
              { label: t.frozen, value: <Fen of={statement.frozen} /> },
              { label: t.due, value: <Fen of={statement.due} /> },
              {
                label: t.chapter,
                value: chapter ? <Link to={`/chapters/${chapter.id}`}>{chapter.name}</Link> : '—',
              },
              { label: t.issued, value: <Time at={statement.issuedAt} /> },
              { label: t.until, value: <Day on={statement.disputeUntil} /> },
              { label: t.id, value: <code className="money-id">{statement.id}</code> },
            ]}
          />
        </Section>
      </div>
      <Section title={t.lines}>
        <Lines id={statement.id} />
      </Section>
      <Section title={t.payouts}>
        <PayoutTable caption={t.payouts} payouts={statement.payouts} />
      </Section>
      <Section title={t.disputes}>
        <DisputeTable caption={t.disputes} disputes={statement.disputes} />
      </Section>
    </>
  )
}

function Lines({ id }: { id: string }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const { page, pager } = usePaging(PAGE)
  const lines = useLines(id, page)
  return (
    <QueryView query={lines} rows={6}>
      {({ nodes, pageInfo }) => (
        <>
          <DataTable
            caption={t.lines}
            rows={nodes}
            rowKey={line => line.number}
            empty={<Empty title={t.noLines} />}
            columns={[
              { key: 'number', title: t.number, render: line => line.number },
              { key: 'kind', title: t.kind, render: line => statementLineName(language, line.kind) },
              { key: 'event', title: t.event, render: line => ledgerEntryName(language, line.event) },
              {
                key: 'amount',
                title: t.amount,
                align: 'end',
                render: line => <Fen of={line.kind === 'ACCRUED' ? line.amount : `-${line.amount}`} />,
              },
              { key: 'at', title: t.at, render: line => <Time at={line.at} /> },
              {
                key: 'order',
                title: t.order,
                render: line =>
                  line.orderId ? (
                    <Link to={`/money/orders/${line.orderId}`}>{t.see}</Link>
                  ) : (
                    <code className="money-id">{line.reference}</code>
                  ),
              },
              {
                key: 'rate',
                title: t.rate,
                align: 'end',
                render: ({ commission }) => (commission ? rateText(commission.rate) : '—'),
              },
              {
                key: 'stands',
                title: t.stands,
                render: ({ commission }) => (commission ? <CommissionBadge state={commission.state} /> : '—'),
              },
            ]}
          />
          <Pager {...pager(pageInfo)} />
        </>
      )}
    </QueryView>
  )
}
