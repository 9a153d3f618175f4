import { isInner, type TreeIndex } from './tree'
import type { TreeView } from './useTreeView'
import { opens, typedAhead } from './visible'

/** What a key does to the tree, by the ARIA pattern for trees. Tells whether it was one of the tree's keys. */
export function pressed(
  key: string,
  tree: { index: TreeIndex; view: TreeView; vacantOnly: boolean; page: number; open: (row: number) => void },
): boolean {
  const { index, view, vacantOnly } = tree
  const { active, shown } = view
  const place = shown.placeOf(active)
  const to = (next: number) => {
    const row = shown.rows[Math.min(Math.max(next, 0), shown.rows.length - 1)]
    if (row !== undefined) view.activate(row)
    return true
  }
  switch (key) {
    case 'ArrowDown':
      return to(place + 1)
    case 'ArrowUp':
      return to(place - 1)
    case 'PageDown':
      return to(place + tree.page)
    case 'PageUp':
      return to(place - tree.page)
    case 'Home':
      return to(0)
    case 'End':
      return to(shown.rows.length - 1)
    case 'ArrowRight':
      if (view.isOpen(active)) return to(place + 1)
      if (opens(index, active, vacantOnly)) view.setOpen(active, true)
      return true
    case 'ArrowLeft':
      if (view.isOpen(active)) view.setOpen(active, false)
      else if ((index.parent[active] ?? -1) >= 0) view.activate(index.parent[active] ?? 0)
      return true
    case '*':
      view.openSiblings(active)
      return true
    case 'Enter':
      tree.open(active)
      return true
    case ' ':
      if (isInner(index, active)) view.setOpen(active, !view.isOpen(active))
      return true
    default:
      return false
  }
}

/** How long after a letter the next one still belongs to it, in milliseconds. */
const TOGETHER = 700

/** Goes to what is typed: letters in quick succession belong together, the same letter again goes on to the next. */
export function newTypeAhead() {
  let typed = ''
  let last = 0
  return (key: string, index: TreeIndex, view: TreeView, now: number): boolean => {
    if ([...key].length !== 1) return false
    typed = now - last < TOGETHER ? typed + key : key
    last = now
    // With the first letter the search begins behind the active row, with more of them at it.
    const from = view.shown.placeOf(view.active) + (typed.length === 1 ? 1 : 0)
    const row = typedAhead(index, view.shown.rows, from, typed)
    if (row >= 0) view.activate(row)
    return true
  }
}
