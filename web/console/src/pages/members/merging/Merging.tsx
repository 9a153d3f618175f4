import { execute } from '@shared/api'
import { defineMessages, numberText, useLanguage, useMessages } from '@shared/i18n'
import { Button, DataTable, Empty, QueryView, Section, Time } from '@shared/ui'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { MemberMergesDocument, type MemberMergesQuery, UnmergeMembersDocument } from '../../../gql/graphql'
import { present } from '../../money/queries'
import { TextDialog } from '../../money/TextDialog'
import type { MemberFacts } from '../queries'
import { Duplicates } from './Duplicates'

const messages = defineMessages({
  zh: {
    title: '重复与合并',
    merges: '合并记录',
    none: '没有合并过',
    gone: '并入的会员',
    reason: '理由',
    at: '时间',
    moved: '转入',
    movedText: (terms: string, points: string, orders: string) =>
      `会期 ${terms} 段，积分 ${points}，订单 ${orders} 个`,
    undone: '已撤回',
    until: '可撤回至',
    action: '操作',
    undo: '撤回合并',
    undoText: '转入的会期、积分、订单等退回原会员；合并之后的新变动留在当前会员。',
    why: '为什么是两个人',
    done: '合并已撤回',
  },
  en: {
    title: 'Duplicates and merges',
    merges: 'Merges',
    none: 'None was merged',
    gone: 'Merged in',
    reason: 'Reason',
    at: 'When',
    moved: 'Came along',
    movedText: (terms: string, points: string, orders: string) =>
      `${terms} terms, ${points} points, ${orders} orders`,
    undone: 'Undone',
    until: 'Can be undone until',
    action: 'Action',
    undo: 'Undo the merge',
    undoText: 'What came along goes back; what happened since stays with this member.',
    why: 'Why they are two after all',
    done: 'The merge is undone',
  },
})

type Merge = NonNullable<MemberMergesQuery['member']>['merges'][number]

/** Members who may be the same person as this one, and those who turned out to be. */
export function Merging({ member }: { member: MemberFacts }) {
  const t = useMessages(messages)
  const merges = useQuery({
    queryKey: ['member', member.id, 'merges'],
    queryFn: async ({ signal }) =>
      present((await execute(MemberMergesDocument, { id: member.id }, { signal })).member).merges,
  })
  const isOne = member.standing !== 'ERASED' && member.mergedInto === null
  return (
    <Section title={t.title}>
      {isOne ? <Duplicates member={member} /> : null}
      <QueryView
        query={merges}
        rows={2}
        empty={rows => rows.length === 0}
        whenEmpty={<Empty title={t.none} />}
      >
        {rows => <Merges merges={rows} />}
      </QueryView>
    </Section>
  )
}

function Merges({ merges }: { merges: readonly Merge[] }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const [undoing, setUndoing] = useState<Merge | null>(null)
  const number = (value: number) => numberText(value, language)
  return (
    <>
      <DataTable
        caption={t.merges}
        captionShown
        rows={merges}
        rowKey={merge => merge.id}
        columns={[
          {
            key: 'gone',
            title: t.gone,
            render: ({ gone }) =>
              gone ? <Link to={`/members/${gone.id}`}>{gone.name ?? gone.id}</Link> : '—',
          },
          { key: 'reason', title: t.reason, render: merge => merge.reason },
          {
            key: 'at',
            title: t.at,
            render: merge => (
              <>
                <Time at={merge.mergedAt} /> {merge.mergedBy?.name}
              </>
            ),
          },
          {
            key: 'moved',
            title: t.moved,
            render: merge => t.movedText(number(merge.terms), number(merge.points), number(merge.orders)),
          },
          {
            key: 'action',
            title: t.action,
            render: merge => {
              if (merge.undoneAt) {
                return (
                  <>
                    {t.undone} <Time at={merge.undoneAt} />
                  </>
                )
              }
              if (!merge.viewerCanUndo || !merge.undoUntil) return '—'
              return (
                <>
                  <Button size="s" icon="undo" onClick={() => setUndoing(merge)}>
                    {t.undo}
                  </Button>{' '}
                  <span className="soft">
                    {t.until} <Time at={merge.undoUntil} style="date" />
                  </span>
                </>
              )
            },
          },
        ]}
      />
      {undoing ? (
        <TextDialog
          title={t.undo}
          label={t.why}
          field="reason"
          confirm={t.undo}
          danger
          done={t.done}
          perform={async ({ text, requestKey }) => {
            const input = { merge: undoing.id, reason: text, requestKey }
            return (await execute(UnmergeMembersDocument, { input })).memberUnmerge
          }}
          onClose={() => setUndoing(null)}
        >
          <p>{t.undoText}</p>
        </TextDialog>
      ) : null}
    </>
  )
}
