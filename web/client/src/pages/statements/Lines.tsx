import { defineMessages, tierName, useLanguage, useMessages } from '@shared/i18n'
import { Fen, ledgerEntryName, statementLineName } from '@shared/money'
import { Empty, QueryView, Time } from '@shared/ui'
import { More } from '../../shell/More'
import { rateText, signed } from './month'
import { useStatementLines } from './queries'

const messages = defineMessages({
  zh: {
    none: '这个月没有变动',
    order: '订单',
    of: (rate: string) => `按 ${rate}`,
  },
  en: {
    none: 'Nothing moved in this month',
    order: 'Order',
    of: (rate: string) => `at ${rate}`,
  },
})

/** Every fen of a statement, with the order that it comes from. */
export function Lines({ statement }: { statement: string }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const lines = useStatementLines(statement)
  return (
    <QueryView query={lines} rows={6}>
      {({ pages }) => {
        const shown = pages.flatMap(page => page.nodes)
        if (shown.length === 0) return <Empty title={t.none} />
        return (
          <>
            <ol className="list">
              {shown.map(line => (
                <li key={line.number} className="list-row">
                  <span>
                    {statementLineName(language, line.kind)} · {ledgerEntryName(language, line.event)}
                    <span className="soft statements-block">
                      {line.order ? (
                        <>
                          {tierName(language, line.order.tierCode)} <Fen of={line.order.price} />
                          {line.commission ? ` · ${t.of(rateText(line.commission.rate, language))}` : ''}
                          {' · '}
                        </>
                      ) : null}
                      <Time at={line.at} style="date" />
                    </span>
                    <span className="soft statements-block statements-reference">
                      {line.orderId ? `${t.order} ${line.orderId}` : line.reference}
                    </span>
                  </span>
                  <strong>
                    <Fen of={signed(line.kind, line.amount)} />
                  </strong>
                </li>
              ))}
            </ol>
            <More of={lines} />
          </>
        )
      }}
    </QueryView>
  )
}
