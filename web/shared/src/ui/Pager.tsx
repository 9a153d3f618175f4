import './Pager.css'
import { useMessages } from '@shared/i18n'
import type { ReactNode } from 'react'
import { Button } from './Button'
import { Icon } from './Icon'
import { messages } from './messages'

interface PagerProps {
  hasNext: boolean
  hasPrevious: boolean
  onNext: () => void
  onPrevious: () => void
  /** Where in the list the page lies, or how many there are. */
  label?: ReactNode
}

/** Leads through a list page by page; nothing where there is only one. */
export function Pager({ hasNext, hasPrevious, onNext, onPrevious, label }: PagerProps) {
  const t = useMessages(messages)
  if (!hasNext && !hasPrevious && !label) return null
  return (
    <nav className="pager" aria-label={t.pages}>
      <span className="pager-label" aria-live="polite">
        {label}
      </span>
      <Button size="s" icon="chevron-left" disabled={!hasPrevious} onClick={onPrevious}>
        {t.previous}
      </Button>
      <Button size="s" disabled={!hasNext} onClick={onNext}>
        {t.next}
        <Icon name="chevron" />
      </Button>
    </nav>
  )
}
