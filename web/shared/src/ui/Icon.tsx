import './Icon.css'
import { classes } from './classes'
import { ICONS, type IconName } from './icons'

/** An icon. It is never alone: text beside it, or the label of its button, says what it means. */
export function Icon({ name, className }: { name: IconName; className?: string }) {
  return (
    <svg className={classes('icon', className)} viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      {ICONS[name]}
    </svg>
  )
}
