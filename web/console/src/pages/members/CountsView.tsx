import { defineMessages, numberText, standingName, tierName, useLanguage, useMessages } from '@shared/i18n'
import { type AnsweredCounts, countTable, type Scope, STANDING_LOOKS } from '@shared/members'
import { DataTable, Empty, RadioGroup, StackBar, Time } from '@shared/ui'
import { useState } from 'react'
import './members.css'

const messages = defineMessages({
  zh: {
    scope: '统计范围',
    own: (total: string) => `本分舵 ${total} 人`,
    subtree: (total: string) => `含全部下级 ${total} 人`,
    caption: '会员人数，按等级和状态',
    bar: '会员状态',
    tier: '等级',
    total: '合计',
    none: '还没有会员',
    asOf: '统计于',
  },
  en: {
    scope: 'Who is counted',
    own: (total: string) => `This chapter: ${total}`,
    subtree: (total: string) => `With all below: ${total}`,
    caption: 'Members by tier and standing',
    bar: 'How members stand',
    tier: 'Tier',
    total: 'All',
    none: 'There are no members yet',
    asOf: 'Counted',
  },
})

interface CountsViewProps {
  counts: AnsweredCounts & { asOf: string }
  /** Whether the chapter itself can be told apart from what is below. */
  divided?: boolean
}

/** How many members there are, by tier and standing. */
export function CountsView({ counts, divided = true }: CountsViewProps) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const [scope, setScope] = useState<Scope>(divided ? 'own' : 'subtree')
  const table = countTable(counts, scope)
  const number = (value: number) => numberText(value, language)
  const all = { tier: null, total: table.total, by: table.by }
  return (
    <div className="members-counts">
      {divided ? (
        <RadioGroup
          legend={t.scope}
          value={scope}
          onChange={setScope}
          options={[
            { value: 'own', label: t.own(number(Number(counts.own))) },
            { value: 'subtree', label: t.subtree(number(Number(counts.subtree))) },
          ]}
        />
      ) : null}
      {table.total === 0 ? (
        <Empty title={t.none} />
      ) : (
        <>
          <StackBar
            label={t.bar}
            legend
            parts={table.standings.map(standing => ({
              key: standing,
              label: standingName(language, standing),
              value: table.by.get(standing) ?? 0,
              tone: STANDING_LOOKS[standing].tone,
            }))}
          />
          <DataTable
            caption={t.caption}
            rows={[...table.rows, all]}
            rowKey={row => row.tier ?? ''}
            columns={[
              {
                key: 'tier',
                title: t.tier,
                render: row => (row.tier === null ? t.total : tierName(language, row.tier)),
              },
              ...table.standings.map(standing => ({
                key: standing,
                title: standingName(language, standing),
                align: 'end' as const,
                render: (row: { by: ReadonlyMap<typeof standing, number> }) =>
                  number(row.by.get(standing) ?? 0),
              })),
              {
                key: 'total',
                title: t.total,
                align: 'end',
                render: row => <strong>{number(row.total)}</strong>,
              },
            ]}
          />
        </>
      )}
      <p className="soft">
        {t.asOf} <Time at={counts.asOf} />
      </p>
    </div>
  )
}
