import './Code.css'
import type { ReactNode } from 'react'

/** A key, an id or a hash, as it is written. */
export function Code({ children }: { children: ReactNode }) {
  return (
    <code className="code" translate="no">
      {children}
    </code>
  )
}
