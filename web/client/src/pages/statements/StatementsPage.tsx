import { defineMessages, permissionName, useLanguage, useMessages } from '@shared/i18n'
import { Fen, StatementBadge } from '@shared/money'
import { Empty, NoRight, Page, QueryView } from '@shared/ui'
import { Link } from 'react-router'
import { More } from '../../shell/More'
import { useHelmsman } from '../../shell/useHelmsman'
import { useMemberRights } from '../members/queries'
import { monthText } from './month'
import { useMyStatements } from './queries'

const messages = defineMessages({
  zh: {
    title: '我的对账单',
    back: '分舵',
    text: '每月 10 日出具上个月的对账单，每一分钱都列出对应的订单。',
    none: '还没有对账单',
    noneText: '有成交的月份结束后，次月 10 日会出现在这里。',
    accrued: '本月分成',
    closing: '月末余额',
  },
  en: {
    title: 'My statements',
    back: 'Chapter',
    text: 'The statement of a month is issued on the 10th of the next, and names the order behind each fen.',
    none: 'There is no statement yet',
    noneText: 'A month with sales shows up here on the 10th of the next.',
    accrued: 'Earned',
    closing: 'At the end',
  },
})

/** What the chapter has earned, month by month. */
export function StatementsPage() {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const { chapter } = useHelmsman()
  const may = useMemberRights(chapter?.id ?? '')
  return (
    <Page title={t.title} eyebrow={chapter?.name} back={{ to: '/chapter', label: t.back }}>
      {may && !may('STATEMENT_READ') ? (
        <NoRight what={permissionName(language, 'STATEMENT_READ')} />
      ) : (
        <>
          <p className="soft">{t.text}</p>
          <Statements chapter={chapter?.id ?? ''} />
        </>
      )}
    </Page>
  )
}

function Statements({ chapter }: { chapter: string }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const statements = useMyStatements(chapter)
  return (
    <QueryView query={statements} rows={5}>
      {({ pages }) => {
        const shown = pages.flatMap(page => page.nodes)
        if (shown.length === 0)
          return (
            <Empty icon="document" title={t.none}>
              {t.noneText}
            </Empty>
          )
        return (
          <>
            <ul className="list">
              {shown.map(statement => (
                <li key={statement.id}>
                  <Link to={`/statements/${statement.id}`} className="list-card">
                    <span className="list-line">
                      <strong>{monthText(statement.month, language)}</strong>
                      <StatementBadge state={statement.state} />
                    </span>
                    <span className="list-line soft">
                      <span>
                        {t.accrued} <Fen of={statement.accrued} />
                      </span>
                      <span>
                        {t.closing} <Fen of={statement.closing} />
                      </span>
                    </span>
                  </Link>
                </li>
              ))}
            </ul>
            <More of={statements} />
          </>
        )
      }}
    </QueryView>
  )
}
