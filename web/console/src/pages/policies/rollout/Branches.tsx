import { execute } from '@shared/api'
import { defineMessages, numberText, shareText, useLanguage, useMessages } from '@shared/i18n'
import { DataTable, DeliveryBadge, QueryView, Select } from '@shared/ui'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { RolloutBranchesDocument, type RolloutBranchesQuery } from '../../../gql/graphql'
import { rolloutPath } from '../addresses'
import { Landing } from '../Landing'
import { type Standing, standingOf } from './wave'

const messages = defineMessages({
  zh: {
    caption: '下一级各分舵的落地进度',
    sort: '排序',
    sorts: { tree: '按分舵顺序', late: '逾期多的在前', slow: '确认少的在前' },
    chapter: '分舵',
    state: '本身',
    below: '包括下级',
    landing: '落地进度',
    acknowledged: '确认率',
    overdue: '逾期',
    open: (name: string) => `看 ${name} 的下级`,
    late: (count: string, name: string) => `${count}，看 ${name} 的逾期分舵`,
    outside: '不在范围内',
    none: '下面没有在范围内的分舵了。',
  },
  en: {
    caption: 'How it lands in the branches below',
    sort: 'Order',
    sorts: { tree: 'As in the tree', late: 'Most overdue first', slow: 'Least acknowledged first' },
    chapter: 'Chapter',
    state: 'Itself',
    below: 'With all below',
    landing: 'How it lands',
    acknowledged: 'Acknowledged',
    overdue: 'Overdue',
    open: (name: string) => `What is below ${name}`,
    late: (count: string, name: string) => `${count} overdue chapters of ${name}`,
    outside: 'Not in scope',
    none: 'No chapter below is in scope.',
  },
})

type Answer = NonNullable<RolloutBranchesQuery['policyVersion']>['rollout']['branches'][number]
type Branch = Answer & { chapter: NonNullable<Answer['chapter']>; standing: Standing }
type Sort = 'tree' | 'late' | 'slow'

const SORTS: readonly Sort[] = ['tree', 'late', 'slow']

/** The chapters directly below one, each with how its whole branch stands; one click leads further down. */
export function Branches({ id, of }: { id: string; of: string | null }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const [sort, setSort] = useState<Sort>('tree')
  const query = useQuery({
    queryKey: ['policies', 'rollout-list', id, 'branches', of],
    queryFn: ({ signal }) => execute(RolloutBranchesDocument, { id, of }, { signal }),
    placeholderData: keepPreviousData,
  })
  return (
    <QueryView query={query}>
      {({ policyVersion }) => {
        // A branch that the reader may not see has no name to show.
        const branches = (policyVersion?.rollout.branches ?? []).flatMap(branch =>
          branch.chapter
            ? [{ ...branch, chapter: branch.chapter, standing: standingOf(branch.byState) }]
            : [],
        )
        if (branches.length === 0) return <p>{t.none}</p>
        return (
          <>
            <div className="policies-actions">
              <Select<Sort>
                label={t.sort}
                value={sort}
                onChange={setSort}
                options={SORTS.map(value => ({ value, label: t.sorts[value] }))}
              />
            </div>
            <DataTable<Branch>
              caption={t.caption}
              rows={sorted(branches, sort)}
              rowKey={({ chapter }) => chapter.id}
              columns={[
                {
                  key: 'chapter',
                  title: t.chapter,
                  render: ({ chapter, total, state }) =>
                    total > (state ? 1 : 0) ? (
                      <Link to={rolloutPath(id, { within: chapter.id })} title={t.open(chapter.name)}>
                        {chapter.name}
                      </Link>
                    ) : (
                      <Link to={`/chapters/${chapter.id}`}>{chapter.name}</Link>
                    ),
                },
                {
                  key: 'state',
                  title: t.state,
                  render: ({ state }) => (state ? <DeliveryBadge state={state} /> : t.outside),
                },
                {
                  key: 'total',
                  title: t.below,
                  align: 'end',
                  render: ({ total }) => numberText(total, language),
                },
                {
                  key: 'landing',
                  title: t.landing,
                  width: '18rem',
                  render: ({ byState, chapter }) => <Landing byState={byState} of={chapter.name} />,
                },
                {
                  key: 'acknowledged',
                  title: t.acknowledged,
                  align: 'end',
                  render: ({ standing }) =>
                    standing.owing > 0 ? shareText(standing.acknowledged, standing.owing, language) : '—',
                },
                {
                  key: 'overdue',
                  title: t.overdue,
                  align: 'end',
                  render: ({ standing, chapter }) =>
                    standing.overdue > 0 ? (
                      <Link
                        className="landing-late"
                        to={rolloutPath(id, { within: chapter.id, state: 'OVERDUE' })}
                        aria-label={t.late(numberText(standing.overdue, language), chapter.name)}
                      >
                        {numberText(standing.overdue, language)}
                      </Link>
                    ) : (
                      0
                    ),
                },
              ]}
            />
          </>
        )
      }}
    </QueryView>
  )
}

function sorted(branches: readonly Branch[], sort: Sort): Branch[] {
  if (sort === 'tree') return [...branches]
  const rate = ({ standing: { acknowledged, owing } }: Branch) => (owing > 0 ? acknowledged / owing : 1)
  return [...branches].sort((a, b) =>
    sort === 'late' ? b.standing.overdue - a.standing.overdue : rate(a) - rate(b),
  )
}
