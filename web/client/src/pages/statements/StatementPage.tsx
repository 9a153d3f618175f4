import { alsoTell, defineMessages, MONEY_ERRORS, useLanguage, useMessages } from '@shared/i18n'
import { Day } from '@shared/members'
import { DisputeBadge, Fen, PayoutBadge, StatementBadge } from '@shared/money'
import { Button, KeyValue, Page, QueryView, Section, Time } from '@shared/ui'
import { useState } from 'react'
import { useParams } from 'react-router'
import { useContact } from '../../offline'
import { Lines } from './Lines'
import { monthText } from './month'
import { OpenDispute } from './OpenDispute'
import { type Statement, useMyStatement } from './queries'
import './Statements.css'

alsoTell(MONEY_ERRORS)

const messages = defineMessages({
  zh: {
    title: '对账单',
    back: '我的对账单',
    opening: '月初余额',
    accrued: '本月分成',
    reversed: '退款冲回',
    clawedBack: '追回',
    paid: '已付出',
    closing: '月末余额',
    payable: '其中应付',
    frozen: '争议冻结',
    due: '本次可付',
    issued: '出具',
    lines: '明细',
    payouts: '付款',
    noPayouts: '还没有付款',
    disputes: '异议',
    noDisputes: '没有异议',
    until: '可提异议至',
    object: '提出异议',
    answer: '答复',
    answerBy: '答复期限',
    ruleBy: '裁定期限',
    ruling: '裁定',
    granted: '补发',
    online: '提出异议须联网进行。',
  },
  en: {
    title: 'Statement',
    back: 'My statements',
    opening: 'At the beginning',
    accrued: 'Earned',
    reversed: 'Taken back by refunds',
    clawedBack: 'Clawed back',
    paid: 'Paid out',
    closing: 'At the end',
    payable: 'Of it owed',
    frozen: 'Held in dispute',
    due: 'Can be paid now',
    issued: 'Issued',
    lines: 'Lines',
    payouts: 'Payouts',
    noPayouts: 'Nothing was paid yet',
    disputes: 'Objections',
    noDisputes: 'There is none',
    until: 'May be objected to until',
    object: 'Object',
    answer: 'Answer',
    answerBy: 'To be answered by',
    ruleBy: 'To be ruled on by',
    ruling: 'Ruling',
    granted: 'Granted',
    online: 'To object needs a network.',
  },
})

/** The chapter's statement of a month: from the opening to the closing, each line with its order. */
export function StatementPage() {
  const { id = '' } = useParams()
  const t = useMessages(messages)
  const { language } = useLanguage()
  const statement = useMyStatement(id)
  return (
    <Page
      title={statement.data ? monthText(statement.data.month, language) : t.title}
      eyebrow={statement.data?.chapter?.name ?? t.title}
      back={{ to: '/statements', label: t.back }}
    >
      <QueryView query={statement} rows={8}>
        {statement => (
          <>
            <Sums statement={statement} />
            <Section title={t.lines}>
              <Lines statement={statement.id} />
            </Section>
            <Section title={t.payouts}>
              <Payouts payouts={statement.payouts} />
            </Section>
            <Section title={t.disputes}>
              <Disputes statement={statement} />
            </Section>
          </>
        )}
      </QueryView>
    </Page>
  )
}

function Sums({ statement }: { statement: Statement }) {
  const t = useMessages(messages)
  const taken = (amount: string) => <Fen of={amount === '0' ? amount : `-${amount}`} />
  return (
    <>
      <p className="list-line">
        <span className="statements-sum">
          <Fen of={statement.closing} />
        </span>
        <StatementBadge state={statement.state} />
      </p>
      <KeyValue
        items={[
          { label: t.opening, value: <Fen of={statement.opening} /> },
          { label: t.accrued, value: <Fen of={statement.accrued} /> },
          { label: t.reversed, value: taken(statement.reversed) },
          { label: t.clawedBack, value: taken(statement.clawedBack) },
          { label: t.paid, value: taken(statement.paid) },
          { label: t.closing, value: <Fen of={statement.closing} /> },
          { label: t.payable, value: <Fen of={statement.payable} /> },
          ...(statement.frozen === '0' ? [] : [{ label: t.frozen, value: <Fen of={statement.frozen} /> }]),
          { label: t.due, value: <Fen of={statement.due} /> },
          { label: t.issued, value: <Time at={statement.issuedAt} style="date" /> },
        ]}
      />
    </>
  )
}

function Payouts({ payouts }: { payouts: Statement['payouts'] }) {
  const t = useMessages(messages)
  if (payouts.length === 0) return <p className="soft">{t.noPayouts}</p>
  return (
    <ul className="list">
      {payouts.map(payout => (
        <li key={payout.id} className="list-row">
          <span>
            <Fen of={payout.net} />
            {payout.tax === '0' ? null : (
              <span className="soft">
                {' '}
                · <Fen of={payout.gross} /> − <Fen of={payout.tax} />
              </span>
            )}
          </span>
          <span>
            <PayoutBadge state={payout.state} /> <Time at={payout.settledAt ?? payout.createdAt} />
          </span>
        </li>
      ))}
    </ul>
  )
}

function Disputes({ statement }: { statement: Statement }) {
  const t = useMessages(messages)
  const { online } = useContact()
  const [opening, setOpening] = useState(false)
  return (
    <>
      {statement.disputes.length === 0 ? (
        <p className="soft">{t.noDisputes}</p>
      ) : (
        <ul className="list">
          {statement.disputes.map(dispute => (
            <li key={dispute.id} className="statements-dispute">
              <p className="list-line">
                <strong>
                  <Fen of={dispute.amount} />
                </strong>
                <DisputeBadge state={dispute.state} />
              </p>
              <p>{dispute.reason}</p>
              {dispute.answer ? (
                <p>
                  {t.answer}：{dispute.answer}
                </p>
              ) : null}
              {dispute.ruling ? (
                <p>
                  {t.ruling}：{dispute.ruling}
                  {dispute.granted ? (
                    <>
                      {' '}
                      · {t.granted} <Fen of={dispute.granted} />
                    </>
                  ) : null}
                </p>
              ) : null}
              {dispute.state === 'OPEN' || dispute.state === 'ANSWERED' ? (
                <p className="soft">
                  {dispute.state === 'OPEN' ? t.answerBy : t.ruleBy}{' '}
                  <Day on={dispute.state === 'OPEN' ? dispute.answerBy : dispute.ruleBy} />
                </p>
              ) : null}
            </li>
          ))}
        </ul>
      )}
      {statement.viewerCanDispute ? (
        <>
          <p className="soft">
            {t.until} <Day on={statement.disputeUntil} />
            {online ? null : `。${t.online}`}
          </p>
          <Button disabled={!online} onClick={() => setOpening(true)}>
            {t.object}
          </Button>
        </>
      ) : null}
      {opening ? <OpenDispute statement={statement} onClose={() => setOpening(false)} /> : null}
    </>
  )
}
