import './Tabs.css'
import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react'

/** One of several views of the same thing. */
export interface Tab {
  key: string
  label: ReactNode
  content: ReactNode
}

interface TabsProps {
  tabs: readonly Tab[]
  /** The key of the tab that is shown; without it the tabs keep it themselves, the first at the beginning. */
  value?: string
  onChange?: (key: string) => void
  /** What the tabs are views of. */
  label?: string
}

/** Several views of one thing, one at a time: the ARIA pattern "tabs"; arrows choose. */
export function Tabs({ tabs, value, onChange, label }: TabsProps) {
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  const [own, setOwn] = useState<string>()
  const wanted = value ?? own
  const index = Math.max(
    0,
    tabs.findIndex(tab => tab.key === wanted),
  )
  const shown = tabs[index]
  if (!shown) return null

  const choose = (at: number) => {
    const tab = tabs[(at + tabs.length) % tabs.length]
    if (!tab) return
    setOwn(tab.key)
    onChange?.(tab.key)
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[tabs.indexOf(tab)]?.focus()
  }

  const onKeyDown = (event: KeyboardEvent) => {
    const to = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: tabs.length - 1 }[event.key]
    if (to === undefined) return
    event.preventDefault()
    choose(to)
  }

  return (
    <div className="tabs">
      <div
        ref={list}
        className="tabs-list"
        role="tablist"
        aria-label={label}
        onKeyDown={onKeyDown}
        tabIndex={-1}
      >
        {tabs.map((tab, at) => (
          <button
            key={tab.key}
            type="button"
            role="tab"
            id={`${id}-${tab.key}`}
            className="tabs-tab"
            aria-selected={at === index}
            aria-controls={at === index ? `${id}-panel` : undefined}
            tabIndex={at === index ? 0 : -1}
            onClick={() => choose(at)}
          >
            {tab.label}
          </button>
        ))}
      </div>
      <div
        key={shown.key}
        className="tabs-panel"
        role="tabpanel"
        id={`${id}-panel`}
        aria-labelledby={`${id}-${shown.key}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the pattern leads from the tab to its panel
        tabIndex={0}
      >
        {shown.content}
      </div>
    </div>
  )
}
