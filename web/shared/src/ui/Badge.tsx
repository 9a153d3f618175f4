import './Badge.css'
import type { ReactNode } from 'react'
import { classes } from './classes'
import { Icon } from './Icon'
import type { IconName } from './icons'
import type { Tone } from './tone'

interface BadgeProps {
  tone: Tone
  children: ReactNode
  icon?: IconName
}

/** A state in a word. */
export function Badge({ tone, children, icon }: BadgeProps) {
  return (
    <span className={classes('badge', `badge-${tone}`)}>
      {icon && <Icon name={icon} />}
      {children}
    </span>
  )
}
