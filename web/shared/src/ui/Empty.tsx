import './Empty.css'
import type { ReactNode } from 'react'
import { classes } from './classes'
import { Icon } from './Icon'
import type { IconName } from './icons'

interface EmptyProps {
  title: string
  /** Why there is nothing, or what to do to get something. */
  children?: ReactNode
  action?: ReactNode
  icon?: IconName
}

/** Says that there is nothing, so that nobody waits for it. Without an icon it stays as small as a line of a list. */
export function Empty({ title, children, action, icon }: EmptyProps) {
  return (
    <div className={classes('empty', icon && 'empty-large')}>
      {icon && (
        <span className="empty-icon">
          <Icon name={icon} />
        </span>
      )}
      <p className="empty-title">{title}</p>
      {children && <div className="empty-text">{children}</div>}
      {action && <div className="empty-action">{action}</div>}
    </div>
  )
}
