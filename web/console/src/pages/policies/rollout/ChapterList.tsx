import { execute } from '@shared/api'
import type { DeliveryState } from '@shared/gql/schema'
import { defineMessages, deliveryStateName, useLanguage, useMessages } from '@shared/i18n'
import {
  Badge,
  DataTable,
  DeliveryBadge,
  LevelBadge,
  Notice,
  Pager,
  QueryView,
  Select,
  Time,
} from '@shared/ui'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { RolloutChaptersDocument, type RolloutChaptersQuery } from '../../../gql/graphql'
import { STATES } from './wave'

const messages = defineMessages({
  zh: {
    caption: '各分舵的送达情况',
    filter: '只看',
    any: '全部状态',
    chapter: '分舵',
    level: '级别',
    parent: '上级',
    leader: '舵手',
    vacant: '空缺',
    caretaker: '代管：',
    state: '状态',
    why: '为什么是这个值',
    value: '生效值',
    none: '没有这样的分舵',
    deadline: '确认期限',
    due: (hours: number) => `送达后 ${hours} 小时内应确认收悉，下面这些分舵已经过了期限。`,
    pages: '分舵分页',
  },
  en: {
    caption: 'How it stands with every chapter',
    filter: 'Only',
    any: 'Any state',
    chapter: 'Chapter',
    level: 'Level',
    parent: 'Below',
    leader: 'Helmsman',
    vacant: 'Vacant',
    caretaker: 'Caretaker: ',
    state: 'State',
    why: 'Why this value',
    value: 'Value in force',
    none: 'There is no such chapter',
    deadline: 'Acknowledge by',
    due: (hours: number) =>
      `It was to be acknowledged within ${hours} hours of delivery; these chapters are late.`,
    pages: 'Pages of chapters',
  },
})

const PAGE = 30

type Row = NonNullable<RolloutChaptersQuery['policyVersion']>['rollout']['chapters']['nodes'][number]

interface ChapterListProps {
  id: string
  within: string | null
  state: DeliveryState | null
  onState: (state: DeliveryState | null) => void
  /** Hours from delivery in which it is to be acknowledged. */
  hours: number
}

/** The chapters that a version is for, with how it stands there; those of one state if wished. */
export function ChapterList({ id, within, state, onState, hours }: ChapterListProps) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const listed = `${id} ${within} ${state}`
  const [at, setAt] = useState<{ of: string; after?: string; before?: string }>({ of: listed })
  // Another list begins at its beginning.
  const { after, before } = at.of === listed ? at : {}
  const sought = {
    id,
    within,
    states: state ? [state] : null,
    after,
    before,
    ...(before ? { last: PAGE } : { first: PAGE }),
  }
  const query = useQuery({
    queryKey: ['policies', 'rollout-list', id, 'chapters', sought],
    queryFn: ({ signal }) => execute(RolloutChaptersDocument, sought, { signal }),
    placeholderData: keepPreviousData,
  })
  return (
    <>
      <div className="policies-actions">
        <Select<DeliveryState | 'ANY'>
          label={t.filter}
          value={state ?? 'ANY'}
          onChange={value => onState(value === 'ANY' ? null : value)}
          options={[
            { value: 'ANY', label: t.any },
            ...STATES.map(value => ({ value, label: deliveryStateName(language, value) })),
          ]}
        />
      </div>
      {state === 'OVERDUE' ? <Notice tone="warn">{t.due(hours)}</Notice> : null}
      <QueryView query={query}>
        {({ policyVersion }) => {
          const chapters = policyVersion?.rollout.chapters
          if (!chapters) return null
          const { nodes, pageInfo } = chapters
          return (
            <>
              <DataTable<Row>
                caption={t.caption}
                rows={nodes}
                rowKey={({ chapter }) => chapter.id}
                empty={<p>{t.none}</p>}
                columns={[
                  {
                    key: 'chapter',
                    title: t.chapter,
                    render: ({ chapter }) => <Link to={`/chapters/${chapter.id}`}>{chapter.name}</Link>,
                  },
                  {
                    key: 'level',
                    title: t.level,
                    render: ({ chapter }) => <LevelBadge level={chapter.level} />,
                  },
                  { key: 'parent', title: t.parent, render: ({ chapter }) => chapter.parent?.name ?? '—' },
                  {
                    key: 'leader',
                    title: t.leader,
                    render: ({ chapter }) => <Responsible chapter={chapter} />,
                  },
                  { key: 'state', title: t.state, render: row => <DeliveryBadge state={row.state} /> },
                  {
                    key: 'due',
                    title: t.deadline,
                    render: ({ dueAt }) => (dueAt ? <Time at={dueAt} style="full" /> : '—'),
                  },
                  {
                    key: 'value',
                    title: t.value,
                    align: 'end',
                    render: ({ chapter }) => (
                      <Link to={`/chapters/${chapter.id}`} aria-label={`${t.why}: ${chapter.name}`}>
                        {t.why}
                      </Link>
                    ),
                  },
                ]}
              />
              {pageInfo.hasNextPage || pageInfo.hasPreviousPage ? (
                <Pager
                  label={t.pages}
                  hasNext={pageInfo.hasNextPage}
                  hasPrevious={pageInfo.hasPreviousPage}
                  onNext={() => setAt({ of: listed, after: pageInfo.endCursor ?? undefined })}
                  onPrevious={() => setAt({ of: listed, before: pageInfo.startCursor ?? undefined })}
                />
              ) : null}
            </>
          )
        }}
      </QueryView>
    </>
  )
}

/** Who is to be asked: the helmsman, or whoever takes care of a vacant chapter. */
function Responsible({ chapter }: { chapter: Row['chapter'] }) {
  const t = useMessages(messages)
  if (chapter.leader) return chapter.leader.name
  if (!chapter.vacant) return '—'
  const { caretaker } = chapter
  return (
    <span className="policies-newest">
      <Badge tone="warn">{t.vacant}</Badge>
      {caretaker && caretaker.id !== chapter.id ? (
        <span>
          {t.caretaker}
          <Link to={`/chapters/${caretaker.id}`}>{caretaker.name}</Link>
        </span>
      ) : null}
    </span>
  )
}
