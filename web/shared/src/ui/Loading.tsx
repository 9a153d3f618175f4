import './Loading.css'
import { useMessages } from '@shared/i18n'
import { messages } from './messages'
import { VisuallyHidden } from './VisuallyHidden'

interface LoadingProps {
  label?: string
  /** How many lines are expected: the page keeps its shape when they come. */
  rows?: number
}

/** Stands in for what is being loaded. */
export function Loading({ label, rows = 3 }: LoadingProps) {
  const t = useMessages(messages)
  return (
    <div className="loading" role="status">
      <VisuallyHidden>{label ?? t.loading}</VisuallyHidden>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines are all the same, and their number is all there is
        <span key={row} className="loading-row" aria-hidden="true" />
      ))}
    </div>
  )
}
