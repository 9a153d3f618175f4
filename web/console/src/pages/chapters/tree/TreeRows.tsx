import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useEffect, useMemo, useRef } from 'react'
import { useNavigate } from 'react-router'
import { newTypeAhead, pressed } from './keys'
import { rowId, TreeRow } from './TreeRow'
import { chapterAt, type TreeIndex } from './tree'
import type { TreeView } from './useTreeView'
import { opens } from './visible'
import './TreeRows.css'

/** A row's height in rem, as TreeRows.css has it. */
const ROW = 2
/** Rows that are rendered beyond both edges, so that scrolling shows no gaps. */
const BEYOND = 12

/**
 * The tree. The focus stays on the whole, which names the active row: rows that are scrolled away do not exist, and a
 * focus on one of them would be lost.
 */
export function TreeRows({
  index,
  view,
  vacantOnly,
  label,
}: {
  index: TreeIndex
  view: TreeView
  vacantOnly: boolean
  label: string
}) {
  const navigate = useNavigate()
  const scroller = useRef<HTMLDivElement>(null)
  const typeAhead = useMemo(newTypeAhead, [])
  const height = useMemo(
    () => ROW * Number.parseFloat(getComputedStyle(document.documentElement).fontSize || '16'),
    [],
  )
  const { shown, active } = view
  const place = shown.placeOf(active)
  const virtual = useVirtualizer({
    count: shown.rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: BEYOND,
    // The active row is always there: the tree points to it.
    rangeExtractor: range => {
      const first = Math.max(0, range.startIndex - range.overscan)
      const last = Math.min(range.count - 1, range.endIndex + range.overscan)
      const places = Array.from({ length: last - first + 1 }, (_, step) => first + step)
      if (place < first && place >= 0) places.unshift(place)
      if (place > last) places.push(place)
      return places
    },
  })

  useEffect(() => {
    if (place >= 0) virtual.scrollToIndex(place, { align: 'auto' })
  }, [place, virtual])

  const open = (row: number) => void navigate(`/chapters/${chapterAt(index, row).id}`)
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / height) - 1)
    const known =
      pressed(event.key, { index, view, vacantOnly, page, open }) ||
      typeAhead(event.key, index, view, event.timeStamp)
    if (known) event.preventDefault()
  }

  return (
    <div
      className="tree-rows"
      ref={scroller}
      role="tree"
      aria-label={label}
      aria-activedescendant={place >= 0 ? rowId(index, active) : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div className="tree-rows-all" role="presentation" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(item => {
          const row = shown.rows[item.index] ?? 0
          return (
            <TreeRow
              key={index.ids[row]}
              index={index}
              row={row}
              top={item.start}
              canOpen={opens(index, row, vacantOnly)}
              isOpen={view.isOpen(row)}
              isActive={row === active}
              {...shown.position(row)}
              onActivate={view.activate}
              onOpen={view.setOpen}
            />
          )
        })}
      </div>
    </div>
  )
}
