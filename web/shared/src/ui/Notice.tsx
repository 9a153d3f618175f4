import './Notice.css'
import type { ReactNode } from 'react'
import { classes } from './classes'
import { Icon } from './Icon'
import type { IconName } from './icons'

/** What a notice or a toast is about. */
export type NoticeTone = 'info' | 'good' | 'warn' | 'bad'

/** The icon that says the same as the colour. */
export const NOTICE_ICONS: Record<NoticeTone, IconName> = {
  info: 'info',
  good: 'check-circle',
  warn: 'alert',
  bad: 'alert',
}

interface NoticeProps {
  tone: NoticeTone
  title?: ReactNode
  children?: ReactNode
  action?: ReactNode
}

/** Something to know, in the place that it is about. What went wrong is read out at once. */
export function Notice({ tone, title, children, action }: NoticeProps) {
  return (
    <div className={classes('notice', `notice-${tone}`)} role={tone === 'bad' ? 'alert' : undefined}>
      <Icon name={NOTICE_ICONS[tone]} className="notice-icon" />
      <div className="notice-text">
        {title && <p className="notice-title">{title}</p>}
        {children && <div>{children}</div>}
      </div>
      {action && <div className="notice-action">{action}</div>}
    </div>
  )
}
