import type { ChapterLevel } from '@shared/gql/schema'
import { levelName, useLanguage, useMessages } from '@shared/i18n'
import { Button, Checkbox, Empty } from '@shared/ui'
import type { ReactNode } from 'react'
import { messages } from './messages'
import { TreeFinder } from './TreeFinder'
import { TreeRows } from './TreeRows'
import { openedTo, rowOfId, type TreeIndex } from './tree'
import { useTreeView } from './useTreeView'

const LEVELS: readonly ChapterLevel[] = ['PROVINCE', 'PREFECTURE', 'COUNTY']

const KEYS = [
  ['↑ ↓', 'upDown'],
  ['→ ←', 'rightLeft'],
  ['Home End', 'ends'],
  ['*', 'siblings'],
  ['Enter', 'enter'],
  ['A–Z 0–9', 'letters'],
] as const

interface TreeBoardProps {
  index: TreeIndex
  past: boolean
  vacantOnly: boolean
  onVacantOnly: (only: boolean) => void
  /** Id of the chapter to begin at. */
  start: string | null
  /** What else is chosen beside the filters. */
  tools: ReactNode
}

/** The tree with what finds, filters and opens it. */
export function TreeBoard({ index, past, vacantOnly, onVacantOnly, start, tools }: TreeBoardProps) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const view = useTreeView(index, vacantOnly, rowOfId(index, start))
  const vacancies = index.vacancies[0] ?? 0

  const find = (row: number) => {
    // A chapter that is looked for is shown, even if the filter would hide it.
    if (vacantOnly && index.vacancies[row] === 0) onVacantOnly(false)
    view.reveal(row)
  }

  return (
    <>
      <div className="tree-page-tools">
        <div className="tree-page-search">
          <TreeFinder index={index} past={past} onFound={find} />
        </div>
        <fieldset className="tree-page-levels">
          <legend>{t.expandTo}</legend>
          {LEVELS.map(level => (
            <Button key={level} size="s" onClick={() => view.openAll(openedTo(index, level))}>
              {levelName(language, level)}
            </Button>
          ))}
        </fieldset>
        <Checkbox label={t.vacantOnly} checked={vacantOnly} onChange={onVacantOnly} />
        {tools}
      </div>
      <p className="tree-page-summary">{t.summary(index.count - 1, vacancies)}</p>
      {vacantOnly && vacancies === 0 ? (
        <Empty title={t.nothingVacant}>{t.nothingVacantText}</Empty>
      ) : (
        <TreeRows index={index} view={view} vacantOnly={vacantOnly} label={t.tree} />
      )}
      <details className="tree-page-keys">
        <summary>{t.keys}</summary>
        <dl>
          {KEYS.map(([keys, name]) => (
            <div key={name}>
              <dt>{keys}</dt>
              <dd>{t.keyList[name]}</dd>
            </div>
          ))}
        </dl>
      </details>
    </>
  )
}
