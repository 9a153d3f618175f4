import { defineMessages, useMessages } from '@shared/i18n'
import { Fen, StatementBadge } from '@shared/money'
import { DataTable } from '@shared/ui'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { StatementRowFragment } from '../../../gql/graphql'

const messages = defineMessages({
  zh: {
    month: '月份',
    chapter: '分舵',
    opening: '期初',
    accrued: '新增',
    reversed: '冲回',
    clawedBack: '追回',
    paid: '已付',
    closing: '期末',
    due: '本次可付',
    state: '状态',
  },
  en: {
    month: 'Month',
    chapter: 'Chapter',
    opening: 'Opening',
    accrued: 'Accrued',
    reversed: 'Taken back',
    clawedBack: 'Clawed back',
    paid: 'Paid out',
    closing: 'Closing',
    due: 'To pay now',
    state: 'State',
  },
})

interface StatementTableProps {
  caption: string
  statements: readonly StatementRowFragment[]
  empty: ReactNode
  /** By what each is named: its month where they are of one chapter, its chapter where they are of one month. */
  by: 'month' | 'chapter'
}

/** Statements, each with a way to its lines. Opening and movements make the closing. */
export function StatementTable({ caption, statements, empty, by }: StatementTableProps) {
  const t = useMessages(messages)
  const amount = (key: 'opening' | 'accrued' | 'reversed' | 'clawedBack' | 'paid' | 'closing' | 'due') => ({
    key,
    title: t[key],
    align: 'end' as const,
    render: (statement: StatementRowFragment) => <Fen of={statement[key]} />,
  })
  return (
    <DataTable
      caption={caption}
      rows={statements}
      rowKey={statement => statement.id}
      empty={empty}
      columns={[
        {
          key: 'name',
          title: by === 'month' ? t.month : t.chapter,
          render: statement => (
            <Link to={`/money/statements/${statement.id}`}>
              {by === 'month' ? statement.month : (statement.chapter?.name ?? statement.chapterId)}
            </Link>
          ),
        },
        amount('opening'),
        amount('accrued'),
        amount('reversed'),
        amount('clawedBack'),
        amount('paid'),
        amount('closing'),
        amount('due'),
        { key: 'state', title: t.state, render: statement => <StatementBadge state={statement.state} /> },
      ]}
    />
  )
}
