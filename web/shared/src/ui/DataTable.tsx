import './DataTable.css'
import { useMessages } from '@shared/i18n'
import type { Key, ReactNode } from 'react'
import { classes } from './classes'
import { Empty } from './Empty'
import { messages } from './messages'

/** A column of a table. */
export interface Column<T> {
  key: string
  title: ReactNode
  render: (row: T) => ReactNode
  /** `end` for numbers. */
  align?: 'start' | 'end' | 'center'
  /** A CSS length. */
  width?: string
}

interface DataTableProps<T> {
  /** What the table holds. It is read out, and shown only with `captionShown`: mostly a heading says it already. */
  caption: string
  captionShown?: boolean
  columns: readonly Column<T>[]
  rows: readonly T[]
  rowKey: (row: T) => Key
  /** What stands in the place of no rows. */
  empty?: ReactNode
  /**
   * Opens a row. The first column is then a button and must render text only; a click elsewhere in the row does the
   * same.
   */
  onRowOpen?: (row: T) => void
}

/** A table. Its first column names the row; where it is too wide it scrolls by itself, also with the keyboard. */
export function DataTable<T>(props: DataTableProps<T>) {
  const { caption, captionShown = false, columns, rows, rowKey, empty, onRowOpen } = props
  const t = useMessages(messages)
  if (rows.length === 0) return empty ?? <Empty title={t.empty} />
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
    <section className="data-table" aria-label={caption} tabIndex={0}>
      <table className="data-table-table">
        <caption className={classes('data-table-caption', !captionShown && 'visually-hidden')}>
          {caption}
        </caption>
        <thead>
          <tr>
            {columns.map(column => (
              <th key={column.key} scope="col" className={align(column)} style={{ width: column.width }}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <tr
              key={rowKey(row)}
              className={classes(onRowOpen && 'data-table-openable')}
              onClick={onRowOpen && (event => opensRow(event.target) && onRowOpen(row))}
            >
              {columns.map((column, index) =>
                index === 0 ? (
                  <th key={column.key} scope="row" className={align(column)}>
                    {onRowOpen ? (
                      <button type="button" className="data-table-open" onClick={() => onRowOpen(row)}>
                        {column.render(row)}
                      </button>
                    ) : (
                      column.render(row)
                    )}
                  </th>
                ) : (
                  <td key={column.key} className={align(column)}>
                    {column.render(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

const align = <T,>({ align }: Column<T>) => (align && align !== 'start' ? `data-table-${align}` : undefined)

/** Whether a click was on the row as such: not on something in it that does its own, and not to mark text. */
function opensRow(target: EventTarget): boolean {
  const own = target instanceof Element && target.closest('a, button, input, select, label, summary')
  return !own && !getSelection()?.toString()
}
