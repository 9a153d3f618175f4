import './VisuallyHidden.css'
import type { ReactNode } from 'react'

/** Text for those who listen to a page. */
export function VisuallyHidden({ children }: { children: ReactNode }) {
  return <span className="visually-hidden">{children}</span>
}
