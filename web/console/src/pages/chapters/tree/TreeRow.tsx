import { useMessages } from '@shared/i18n'
import { Icon, LevelBadge } from '@shared/ui'
import { memo } from 'react'
import { Link } from 'react-router'
import { messages } from './messages'
import { chapterAt, type TreeIndex } from './tree'

interface RowProps {
  index: TreeIndex
  row: number
  /** Where it lies, in pixels from the top. */
  top: number
  canOpen: boolean
  isOpen: boolean
  isActive: boolean
  posinset: number
  setsize: number
  onActivate: (row: number) => void
  onOpen: (row: number, open: boolean) => void
}

/**
 * One chapter: what opens its branch, its name as a link to its page, and how its branch stands. Rendered anew only if
 * something of it has changed, since scrolling renders the list many times a second.
 */
export const TreeRow = memo(function TreeRow(props: RowProps) {
  const { index, row, top, canOpen, isOpen, isActive, posinset, setsize, onActivate, onOpen } = props
  const t = useMessages(messages)
  const chapter = chapterAt(index, row)
  const depth = index.depth[row] ?? 0
  const below = (index.size[row] ?? 1) - 1
  const vacancies = (index.vacancies[row] ?? 0) - (chapter.vacant ? 1 : 0)
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree listens to the keys for all of its rows
    // biome-ignore lint/a11y/useFocusableInteractive: and holds the focus for them
    <div
      id={rowId(index, row)}
      className="tree-row"
      role="treeitem"
      aria-level={depth + 1}
      aria-posinset={posinset}
      aria-setsize={setsize}
      aria-expanded={canOpen ? isOpen : undefined}
      aria-selected={isActive}
      data-depth={Math.min(depth, 8)}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => onActivate(row)}
    >
      {canOpen ? (
        // A target for the mouse alone: the keyboard opens with the arrows, and aria-expanded tells the state.
        <span
          className="tree-row-toggle"
          data-open={isOpen}
          aria-hidden="true"
          onClick={event => {
            event.stopPropagation()
            onActivate(row)
            onOpen(row, !isOpen)
          }}
        >
          <Icon name="chevron" />
        </span>
      ) : (
        <span className="tree-row-toggle" aria-hidden="true" />
      )}
      <Link className="tree-row-name" to={`/chapters/${chapter.id}`} tabIndex={-1}>
        {chapter.name}
      </Link>
      <LevelBadge level={chapter.level} />
      {chapter.vacant ? <span className="tree-row-vacant">{t.vacant}</span> : null}
      {below > 0 ? <span className="tree-row-below">{t.below(below, vacancies)}</span> : null}
      <span className="tree-row-code">{chapter.division}</span>
    </div>
  )
})

/** The id of a row in the page, by which the tree names the active one. */
export function rowId(index: TreeIndex, row: number): string {
  return `tree-chap-${index.ids[row] ?? 0}`
}
