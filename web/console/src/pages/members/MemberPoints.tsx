import { execute } from '@shared/api'
import { defineMessages, numberText, useLanguage, useMessages } from '@shared/i18n'
import { pointsReasonName } from '@shared/money'
import {
  Button,
  DataTable,
  Empty,
  KeyValue,
  NumberInput,
  Pager,
  QueryView,
  Section,
  TextArea,
  Time,
  useToast,
} from '@shared/ui'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { AdjustPointsDocument, MemberPointsDocument } from '../../gql/graphql'
import { fieldError, useIntent } from '../chapters/changes/useIntent'
import { usePaging } from '../chapters/chapter/paging'
import { FormDialog } from '../money/FormDialog'
import { present } from '../money/queries'
import type { MemberFacts } from './queries'

const PAGE = 10

const messages = defineMessages({
  zh: {
    title: '积分',
    none: '积分没有变动',
    reason: '事由',
    at: '时间',
    points: '变动',
    note: '说明',
    adjust: '调整积分',
    now: '现有积分',
    change: '变动',
    changeHint: '加分填正数，扣分填负数；不能扣到零以下',
    why: '理由',
    whyHint: '会写入审计日志，会员本人也能看到',
    confirm: '调整',
    done: '积分已调整',
  },
  en: {
    title: 'Points',
    none: 'Nothing came or went',
    reason: 'Reason',
    at: 'When',
    points: 'Change',
    note: 'Note',
    adjust: 'Adjust points',
    now: 'Points now',
    change: 'Change',
    changeHint: 'Above zero gives, below zero takes; never below nothing',
    why: 'Reason',
    whyHint: 'It is logged, and the member can read it',
    confirm: 'Adjust',
    done: 'The points are adjusted',
  },
})

/** What came and went of a member's points, and the way to adjust them. */
export function MemberPoints({ member }: { member: MemberFacts }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const { page, pager } = usePaging(PAGE)
  const [adjusting, setAdjusting] = useState(false)
  const entries = useQuery({
    queryKey: ['member', member.id, 'points', page],
    queryFn: async ({ signal }) =>
      present((await execute(MemberPointsDocument, { id: member.id, ...page }, { signal })).member)
        .pointsEntries,
    placeholderData: keepPreviousData,
  })
  const signed = (points: number) => `${points > 0 ? '+' : ''}${numberText(points, language)}`
  return (
    <Section
      title={t.title}
      actions={
        member.viewerCanGrant ? (
          <Button size="s" icon="edit" onClick={() => setAdjusting(true)}>
            {t.adjust}
          </Button>
        ) : null
      }
    >
      <QueryView query={entries} rows={3}>
        {({ nodes, pageInfo }) => (
          <>
            <DataTable
              caption={t.title}
              rows={nodes}
              rowKey={entry => entry.id}
              empty={<Empty title={t.none} />}
              columns={[
                {
                  key: 'reason',
                  title: t.reason,
                  render: entry => pointsReasonName(language, entry.reason),
                },
                { key: 'points', title: t.points, align: 'end', render: entry => signed(entry.points) },
                { key: 'at', title: t.at, render: entry => <Time at={entry.at} /> },
                { key: 'note', title: t.note, render: entry => entry.note ?? '—' },
              ]}
            />
            <Pager {...pager(pageInfo)} />
          </>
        )}
      </QueryView>
      {adjusting ? <AdjustDialog member={member} onClose={() => setAdjusting(false)} /> : null}
    </Section>
  )
}

function AdjustDialog({ member, onClose }: { member: MemberFacts; onClose: () => void }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const toast = useToast()
  const [points, setPoints] = useState<number | null>(null)
  const [reason, setReason] = useState('')
  const intent = useIntent({
    perform: async (input: { member: string; points: number; reason: string; requestKey?: string }) =>
      (await execute(AdjustPointsDocument, { input })).pointsAdjust,
    onDone: () => {
      toast({ tone: 'good', text: t.done })
      onClose()
    },
  })
  const said = reason.trim()
  return (
    <FormDialog
      title={t.adjust}
      confirm={t.confirm}
      ready={points !== null && points !== 0 && said !== ''}
      intent={intent}
      fields={['points', 'reason']}
      onSubmit={() => points !== null && intent.run({ member: member.id, points, reason: said })}
      onClose={onClose}
    >
      <KeyValue items={[{ label: t.now, value: numberText(member.points, language) }]} />
      <NumberInput
        label={t.change}
        hint={t.changeHint}
        required
        step={1}
        value={points}
        onChange={setPoints}
        error={fieldError(intent.errors, 'points', language)}
      />
      <TextArea
        label={t.why}
        hint={t.whyHint}
        required
        rows={2}
        maxLength={200}
        value={reason}
        onChange={setReason}
        error={fieldError(intent.errors, 'reason', language)}
      />
    </FormDialog>
  )
}
