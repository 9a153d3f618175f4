import { useCallback, useMemo, useState } from 'react'
import { ancestorsOf, childrenOf, isInner, type TreeIndex } from './tree'
import { opens, type VisibleRows, visibleRows } from './visible'

/** The chapters that were open last: whoever comes back from a chapter's page finds the tree as they left it. */
let lastOpen: ReadonlySet<number> | null = null

/** What is open in the tree, and which row is the active one. */
export interface TreeView {
  shown: VisibleRows
  /** Row of the chapter that the keyboard is on. */
  active: number
  isOpen: (row: number) => boolean
  activate: (row: number) => void
  setOpen: (row: number, open: boolean) => void
  /** Opens a row with its siblings, as far as they can be opened. */
  openSiblings: (row: number) => void
  openAll: (open: ReadonlySet<number>) => void
  /** Opens what stands above a row, and goes to it. */
  reveal: (row: number) => void
}

export function useTreeView(index: TreeIndex, vacantOnly: boolean, start: number): TreeView {
  const [open, setOpenIds] = useState<ReadonlySet<number>>(() => {
    const open = new Set(lastOpen ?? [idAt(index, 0)])
    for (const above of start < 0 ? [] : ancestorsOf(index, start)) open.add(idAt(index, above))
    return open
  })
  const [activeId, setActiveId] = useState(() => idAt(index, Math.max(start, 0)))
  const shown = useMemo(() => visibleRows(index, { open, vacantOnly }), [index, open, vacantOnly])

  const change = useCallback((next: (open: ReadonlySet<number>) => ReadonlySet<number>) => {
    setOpenIds(open => {
      lastOpen = next(open)
      return lastOpen
    })
  }, [])

  // What was active may be gone from this tree, closed away with its branch, or filtered out: then whatever stands
  // above it and is shown takes its place.
  const wanted = index.rowOf.get(activeId) ?? 0
  const active =
    shown.placeOf(wanted) >= 0 ? wanted : (shownAbove(index, shown, wanted) ?? shown.rows[0] ?? 0)

  const activate = useCallback((row: number) => setActiveId(idAt(index, row)), [index])
  const setOpen = useCallback(
    (row: number, opened: boolean) =>
      change(open => {
        const next = new Set(open)
        if (opened) next.add(idAt(index, row))
        else next.delete(idAt(index, row))
        return next
      }),
    [change, index],
  )

  return {
    shown,
    active,
    activate,
    setOpen,
    isOpen: row => open.has(idAt(index, row)) && opens(index, row, vacantOnly),
    openSiblings: row => {
      const parent = index.parent[row] ?? -1
      const siblings = parent < 0 ? [row] : childrenOf(index, parent)
      const inner = siblings.filter(sibling => isInner(index, sibling)).map(sibling => idAt(index, sibling))
      change(open => new Set([...open, ...inner]))
    },
    openAll: open => change(() => open),
    reveal: row => {
      const above = ancestorsOf(index, row).map(above => idAt(index, above))
      change(open => new Set([...open, ...above]))
      setActiveId(idAt(index, row))
    },
  }
}

function shownAbove(index: TreeIndex, shown: VisibleRows, row: number): number | undefined {
  return ancestorsOf(index, row).find(above => shown.placeOf(above) >= 0)
}

function idAt(index: TreeIndex, row: number): number {
  return index.ids[row] ?? 0
}
