import './Card.css'
import type { ReactNode } from 'react'

/** A sheet that holds together what belongs together. */
export function Card({
  children,
  as: As = 'div',
}: {
  children: ReactNode
  as?: 'div' | 'section' | 'article' | 'li'
}) {
  return <As className="card">{children}</As>
}
