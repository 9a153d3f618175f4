import './Logo.css'
import { VisuallyHidden } from './VisuallyHidden'

/** The sign of the product: a fleet, its lead sail in the colour of the lantern. */
export function Logo({ mark = false }: { /** Whether to show the sign without the word. */ mark?: boolean }) {
  return (
    <span className="logo" translate="no">
      <svg className="logo-mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
        <path className="logo-lead" d="M15 3c5.5 4.5 8.5 10.5 9 18.5h-9z" />
        <path className="logo-sail" d="M12.5 8.5v13h-7c.5-5.5 3-10 7-13z" />
        <path className="logo-sea" d="M2.5 26.5c2.25-2 4.5-2 6.75 0s4.5 2 6.75 0 4.5-2 6.75 0 4.5 2 6.75 0" />
      </svg>
      {mark ? <VisuallyHidden>Flotilla</VisuallyHidden> : <span className="logo-word">Flotilla</span>}
    </span>
  )
}
