import { defineMessages, levelName, numberText, useLanguage, useMessages } from '@shared/i18n'
import { IconButton, SearchBox } from '@shared/ui'
import { useEffect, useId, useMemo, useRef, useState } from 'react'
import { type Mark, marksOf, pathText, type ScopeNode, type ScopeTree, searched } from './scopeTree'

const messages = defineMessages({
  zh: {
    tree: '在分舵树上选范围',
    search: '按名称或区划代码查找',
    placeholder: '杭州、西湖、3301',
    open: (name: string) => `展开 ${name}`,
    close: (name: string) => `收起 ${name}`,
    below: (count: string) => `下辖 ${count}`,
    none: '没有找到',
    more: '只列出前 50 个，请输入得更具体些',
  },
  en: {
    tree: 'Choose the scope on the tree',
    search: 'Find by name or division code',
    placeholder: '杭州, 西湖, 3301',
    open: (name: string) => `Show what is below ${name}`,
    close: (name: string) => `Hide what is below ${name}`,
    below: (count: string) => `${count} below`,
    none: 'Nothing was found',
    more: 'Only the first 50 are listed: be more precise',
  },
})

/** As many as a search lists. */
const FOUND = 50

interface ScopePickerProps {
  tree: ScopeTree
  /** The codes of the ticked divisions. */
  chosen: readonly string[]
  onToggle: (node: ScopeNode) => void
}

/** The tree of chapters to tick. Only what was opened is drawn, so thousands of chapters cost nothing. */
export function ScopePicker({ tree, chosen, onToggle }: ScopePickerProps) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const [text, setText] = useState('')
  const marks = useMemo(() => marksOf(tree, new Set(chosen)), [tree, chosen])
  const found = useMemo(() => searched(tree, text, FOUND + 1), [tree, text])
  const shared = { marks, onToggle }
  return (
    <section className="scope-picker" aria-label={t.tree}>
      <SearchBox label={t.search} value={text} onChange={setText} placeholder={t.placeholder} />
      {text.trim() ? (
        <>
          <ul className="scope-picker-list">
            {found.slice(0, FOUND).map(node => (
              <li key={node.id} className="scope-picker-row">
                <Tick node={node} detail={pathText(node)} {...shared} />
                <span className="scope-picker-detail">{levelName(language, node.level)}</span>
              </li>
            ))}
          </ul>
          {found.length === 0 ? <p className="scope-picker-note">{t.none}</p> : null}
          {found.length > FOUND ? <p className="scope-picker-note">{t.more}</p> : null}
        </>
      ) : (
        <ul className="scope-picker-list">
          {tree.tops.map(node => (
            <Branch key={node.id} node={node} {...shared} />
          ))}
        </ul>
      )}
    </section>
  )
}

interface NodeProps {
  node: ScopeNode
  marks: ReadonlyMap<ScopeNode, Mark>
  onToggle: (node: ScopeNode) => void
}

function Branch({ node, marks, onToggle }: NodeProps) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const id = useId()
  const [open, setOpen] = useState(false)
  const hasChildren = node.children.length > 0
  return (
    <li>
      <div className="scope-picker-row">
        {hasChildren ? (
          <IconButton
            size="s"
            icon={open ? 'chevron-down' : 'chevron'}
            label={open ? t.close(node.name) : t.open(node.name)}
            aria-expanded={open}
            aria-controls={open ? id : undefined}
            onClick={() => setOpen(!open)}
          />
        ) : (
          <span className="scope-picker-gap" />
        )}
        <Tick node={node} marks={marks} onToggle={onToggle} />
        {hasChildren ? (
          <span className="scope-picker-detail">{t.below(numberText(node.children.length, language))}</span>
        ) : null}
      </div>
      {open ? (
        <ul id={id} className="scope-picker-list scope-picker-below">
          {node.children.map(child => (
            <Branch key={child.id} node={child} marks={marks} onToggle={onToggle} />
          ))}
        </ul>
      ) : null}
    </li>
  )
}

function Tick({ node, marks, onToggle, detail }: NodeProps & { detail?: string }) {
  const box = useRef<HTMLInputElement>(null)
  const mark = marks.get(node) ?? 'off'
  useEffect(() => {
    // "Partly" is a property of the element and no attribute.
    if (box.current) box.current.indeterminate = mark === 'mixed'
  }, [mark])
  return (
    <label className="scope-picker-tick">
      <input ref={box} type="checkbox" checked={mark === 'on'} onChange={() => onToggle(node)} />
      <span>{node.name}</span>
      {detail ? <span className="scope-picker-detail">{detail}</span> : null}
    </label>
  )
}
