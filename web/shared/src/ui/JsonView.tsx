import './JsonView.css'
import { useMemo } from 'react'

interface JsonViewProps {
  value: unknown
  /** What it is, for those who cannot see what stands around it. */
  label?: string
}

/** A JSON value, set out in lines. */
export function JsonView({ value, label = 'JSON' }: JsonViewProps) {
  const text = useMemo(() => JSON.stringify(value, null, 2) ?? '—', [value])
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for controls, and a section would be one more landmark
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
    <div className="json-view" role="group" tabIndex={0} aria-label={label}>
      <pre translate="no">{text}</pre>
    </div>
  )
}
