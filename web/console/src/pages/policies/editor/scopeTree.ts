import type { ChapterLevel } from '@shared/gql/schema'

/** A chapter in the tree on which a scope is chosen. */
export interface ScopeNode {
  /** The chapter's global id. */
  id: string
  name: string
  level: ChapterLevel
  /** Code of the chapter's first division; empty for headquarters, which has no territory. */
  code: string
  parent: ScopeNode | null
  children: ScopeNode[]
}

/** The columns of `tree` that a scope needs. */
export interface TreeColumns {
  ids: readonly number[]
  parents: readonly number[]
  names: readonly string[]
  levels: string
  divisions: readonly string[]
}

/** The tree on which a scope is chosen. */
export interface ScopeTree {
  /** What stands at the top of the picker: chapters with a territory. */
  tops: readonly ScopeNode[]
  byCode: ReadonlyMap<string, ScopeNode>
}

/** How a chapter stands to a scope; `mixed` if only a part of what lies below is in it. */
export type Mark = 'on' | 'mixed' | 'off'

const LEVELS: readonly ChapterLevel[] = ['HEADQUARTERS', 'PROVINCE', 'PREFECTURE', 'COUNTY']

/** Builds the tree from its columns, where parents stand before their children. */
export function scopeTreeOf(columns: TreeColumns): ScopeTree {
  const nodes = new Map<number, ScopeNode>()
  const byCode = new Map<string, ScopeNode>()
  const roots: ScopeNode[] = []
  columns.ids.forEach((id, place) => {
    const parent = nodes.get(columns.parents[place] ?? 0) ?? null
    const node: ScopeNode = {
      id: `chap_${id}`,
      name: columns.names[place] ?? '',
      level: LEVELS[Number(columns.levels[place])] ?? 'COUNTY',
      code: columns.divisions[place] ?? '',
      parent,
      children: [],
    }
    nodes.set(id, node)
    if (node.code && !byCode.has(node.code)) byCode.set(node.code, node)
    if (parent) parent.children.push(node)
    else roots.push(node)
  })
  return { tops: roots.flatMap(root => (root.code ? [root] : root.children)), byCode }
}

/** Marks of all chapters whose mark is not `off`, for a choice of division codes. */
export function marksOf(tree: ScopeTree, chosen: ReadonlySet<string>): ReadonlyMap<ScopeNode, Mark> {
  const marks = new Map<ScopeNode, Mark>()
  const below = (node: ScopeNode) => {
    marks.set(node, 'on')
    node.children.forEach(below)
  }
  for (const code of chosen) {
    const node = tree.byCode.get(code)
    if (!node) continue
    below(node)
    for (let above = node.parent; above?.code; above = above.parent) {
      if (!marks.has(above)) marks.set(above, 'mixed')
    }
  }
  return marks
}

/**
 * The choice after a chapter was ticked or its tick removed.
 *
 * A code stands for all that lies in it. So a tick takes the place of the ticks below it, and removing a tick that a chapter
 * has from one above leaves all the others that had it from there.
 */
export function toggled(chosen: ReadonlySet<string>, node: ScopeNode): Set<string> {
  const next = new Set(chosen)
  const holder = chosenAbove(chosen, node)
  if (!holder) {
    forEachBelow(node, each => next.delete(each.code))
    next.add(node.code)
    return next
  }
  next.delete(holder.code)
  for (let at = node; at !== holder && at.parent; at = at.parent) {
    for (const sibling of at.parent.children) if (sibling !== at && sibling.code) next.add(sibling.code)
  }
  return next
}

/** The chapter itself or the one above it that is ticked. */
function chosenAbove(chosen: ReadonlySet<string>, node: ScopeNode): ScopeNode | null {
  for (let at: ScopeNode | null = node; at; at = at.parent) if (at.code && chosen.has(at.code)) return at
  return null
}

function forEachBelow(node: ScopeNode, visit: (node: ScopeNode) => void): void {
  for (const child of node.children) {
    visit(child)
    forEachBelow(child, visit)
  }
}

/** The ticked chapters in the order of the tree, and codes that no chapter of the tree has as its first. */
export function chosenNodes(
  tree: ScopeTree,
  chosen: ReadonlySet<string>,
): { nodes: ScopeNode[]; others: string[] } {
  const nodes = [...tree.byCode.values()].filter(node => chosen.has(node.code))
  return { nodes, others: [...chosen].filter(code => !tree.byCode.has(code)) }
}

/** Chapters whose name or code has the text, the higher levels first. */
export function searched(tree: ScopeTree, text: string, most: number): ScopeNode[] {
  const sought = text.trim()
  if (!sought) return []
  const found = [...tree.byCode.values()].filter(
    ({ name, code }) => name.includes(sought) || code.startsWith(sought),
  )
  return found.sort((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level)).slice(0, most)
}

/** The names above a chapter, the highest first: 浙江 › 杭州. */
export function pathText(node: ScopeNode): string {
  const names: string[] = []
  for (let above = node.parent; above?.code; above = above.parent) names.unshift(above.name)
  return names.join(' › ')
}
