import { defineMessages, numberText, shareText, useLanguage, useMessages } from '@shared/i18n'
import { Icon } from '@shared/ui'
import { useState } from 'react'
import { Link } from 'react-router'
import { type BranchRow, MEASURES, type SortKey, sortedBranches } from './branches'
import '../chapters/map/ProvinceTable.css'
import './members.css'

const messages = defineMessages({
  zh: {
    table: '各省会员人数',
    name: '省级分舵',
    all: '会员',
    active: '有效',
    trial: '体验中',
    guests: '访客',
    over: '已过期',
    share: '占比',
    note: '有效含冻结和退款中；已过期含宽限期和已退款。',
  },
  en: {
    table: 'Members by province',
    name: 'Province',
    all: 'Members',
    active: 'Active',
    trial: 'Trial',
    guests: 'Guests',
    over: 'Over',
    share: 'Share',
    note: 'Active takes in memberships at rest and refunds that are not decided; over takes in grace and refunded.',
  },
})

/** The members of each branch, in a table that can be sorted, with a bar for the eye. */
export function BranchTable({ rows }: { rows: readonly BranchRow[] }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const [sort, setSort] = useState<{ key: SortKey; descending: boolean }>({ key: 'all', descending: true })
  const keys: SortKey[] = ['name', ...MEASURES]
  const most = Math.max(...rows.map(row => row.counts.all), 1)
  const total = rows.reduce((sum, row) => sum + row.counts.all, 0)
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reached by the keyboard */}
      <section className="province-table members-branches" aria-label={t.table} tabIndex={0}>
        <table>
          <caption className="visually-hidden">{t.table}</caption>
          <thead>
            <tr>
              {keys.map(key => {
                const isSorted = sort.key === key
                return (
                  <th
                    key={key}
                    scope="col"
                    aria-sort={isSorted ? (sort.descending ? 'descending' : 'ascending') : undefined}
                  >
                    <button
                      type="button"
                      // A second click turns the order round; numbers begin with the largest.
                      onClick={() =>
                        setSort({ key, descending: isSorted ? !sort.descending : key !== 'name' })
                      }
                    >
                      {t[key]}
                      {isSorted ? <Icon name={sort.descending ? 'chevron-down' : 'chevron-up'} /> : null}
                    </button>
                  </th>
                )
              })}
              <th scope="col">{t.share}</th>
            </tr>
          </thead>
          <tbody>
            {sortedBranches(rows, sort.key, sort.descending).map(row => (
              <tr key={row.id}>
                <th scope="row">
                  <Link to={`/chapters/${row.id}?tab=members`}>{row.name}</Link>
                </th>
                {MEASURES.map(measure => (
                  <td key={measure}>{numberText(row.counts[measure], language)}</td>
                ))}
                <td>
                  <span className="members-share">
                    <span className="members-bar" aria-hidden="true">
                      <span style={{ inlineSize: `${(row.counts.all / most) * 100}%` }} />
                    </span>
                    {shareText(row.counts.all, total, language)}
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p className="soft">{t.note}</p>
    </>
  )
}
