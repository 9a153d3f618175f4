import './KeyValue.css'
import type { ReactNode } from 'react'

interface KeyValueProps {
  items: readonly { label: string; value: ReactNode }[]
}

/** Facts, each under its name. */
export function KeyValue({ items }: KeyValueProps) {
  return (
    <dl className="key-value">
      {items.map(({ label, value }) => (
        <div key={label} className="key-value-item">
          <dt className="key-value-label">{label}</dt>
          <dd>{value ?? '—'}</dd>
        </div>
      ))}
    </dl>
  )
}
