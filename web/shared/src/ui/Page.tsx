import './Page.css'
import { type ReactNode, useEffect, useRef } from 'react'
import { Link, type To, useLocation } from 'react-router'
import { classes } from './classes'
import { Icon } from './Icon'

/**
 * The path whose heading was reached last. The first page of a visit keeps the browser's own focus; every later one
 * moves it to its heading, so that who listens or uses the keyboard begins where the new content does.
 */
let shownPath: string | null = null
let visitBegan = true

interface PageProps {
  title: string
  /** What kind of thing this page shows, above the title. */
  eyebrow?: ReactNode
  actions?: ReactNode
  children: ReactNode
  back?: { to: To; label: string }
  /** `narrow` for reading and forms, `wide` for tables. */
  width?: 'narrow' | 'wide'
}

/** A page: its main landmark, its only first heading and the title of the window. */
export function Page({ title, eyebrow, actions, children, back, width = 'wide' }: PageProps) {
  const { pathname } = useLocation()
  const heading = useRef<HTMLHeadingElement>(null)

  useEffect(() => {
    document.title = `${title} · Flotilla`
  }, [title])

  useEffect(() => {
    if (shownPath === null) {
      shownPath = pathname
      return
    }
    if (shownPath !== pathname) visitBegan = false
    // A page that stood in while this one was loading took the focus with it when it went.
    const lost = !visitBegan && document.activeElement === document.body
    if (shownPath !== pathname || lost) heading.current?.focus()
    shownPath = pathname
  }, [pathname])

  return (
    <main id="main" tabIndex={-1} className={classes('page', `page-${width}`)}>
      <header className="page-header">
        {back && (
          <Link to={back.to} className="page-back">
            <Icon name="chevron-left" />
            {back.label}
          </Link>
        )}
        <div className="page-heading">
          {eyebrow && <p className="page-eyebrow">{eyebrow}</p>}
          <h1 ref={heading} tabIndex={-1} className="page-title">
            {title}
          </h1>
        </div>
        {actions && <div className="page-actions">{actions}</div>}
      </header>
      {children}
    </main>
  )
}
