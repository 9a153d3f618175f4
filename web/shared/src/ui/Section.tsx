import './Section.css'
import type { ReactNode } from 'react'

interface SectionProps {
  title: string
  actions?: ReactNode
  children: ReactNode
  /** The level of its heading: 3 inside another section. */
  level?: 2 | 3
}

/** A part of a page under its own heading. It is no landmark: a page of many would have too many to tell apart. */
export function Section({ title, actions, children, level = 2 }: SectionProps) {
  const Heading = level === 2 ? 'h2' : 'h3'
  return (
    <section className="section">
      <div className="section-header">
        <Heading className="section-title">{title}</Heading>
        {actions && <div className="section-actions">{actions}</div>}
      </div>
      {children}
    </section>
  )
}
