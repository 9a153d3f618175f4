import { numberText, shareText, useLanguage, useMessages } from '@shared/i18n'
import { Icon } from '@shared/ui'
import { useState } from 'react'
import { Link } from 'react-router'
import { type Province, type SortKey, sorted } from './measure'
import { messages } from './messages'
import type { Scale } from './TileMap'
import './ProvinceTable.css'

/** The same as the map, in a table that can be sorted. */
export function ProvinceTable({ provinces, scale }: { provinces: readonly Province[]; scale: Scale }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const [sort, setSort] = useState<{ key: SortKey; descending: boolean }>({ key: 'share', descending: true })
  const columns: { key: SortKey; title: string }[] = [
    { key: 'name', title: t.province },
    { key: 'share', title: t.share },
    { key: 'value', title: scale === 'vacancy' ? t.vacant : t.acknowledged },
    { key: 'of', title: scale === 'vacancy' ? t.chapters : t.owed },
  ]
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reached by the keyboard
    <section className="province-table" aria-label={t.table} tabIndex={0}>
      <table>
        <caption className="visually-hidden">{t.table}</caption>
        <thead>
          <tr>
            {columns.map(({ key, title }) => {
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
                    onClick={() => setSort({ key, descending: isSorted ? !sort.descending : key !== 'name' })}
                  >
                    {title}
                    {isSorted ? <Icon name={sort.descending ? 'chevron-down' : 'chevron-up'} /> : null}
                  </button>
                </th>
              )
            })}
          </tr>
        </thead>
        <tbody>
          {sorted(provinces, sort.key, sort.descending).map(({ tile, chapter, count }) => (
            <tr key={tile.code}>
              <th scope="row">
                {chapter ? <Link to={`/chapters/${chapter.id}`}>{chapter.name}</Link> : tile[language]}
              </th>
              <td>
                {count ? shareText(count.value, count.of, language) : chapter ? t.nothing : t.noChapter}
              </td>
              <td>{count ? numberText(count.value, language) : '—'}</td>
              <td>{count ? numberText(count.of, language) : '—'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
