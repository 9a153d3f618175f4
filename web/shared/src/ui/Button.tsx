import './Button.css'
import { useMessages } from '@shared/i18n'
import type { ComponentProps, ReactNode } from 'react'
import { Link, type LinkProps } from 'react-router'
import { classes } from './classes'
import { Icon } from './Icon'
import type { IconName } from './icons'
import { messages } from './messages'
import { VisuallyHidden } from './VisuallyHidden'

interface Look {
  /** `primary` for the one thing to do here, `danger` for what cannot be taken back. */
  variant?: 'primary' | 'secondary' | 'quiet' | 'danger'
  size?: 's' | 'm' | 'l'
  icon?: IconName
}

const look = ({ variant = 'secondary', size = 'm' }: Look, className?: string) =>
  classes('button', `button-${variant}`, size !== 'm' && `button-${size}`, className)

interface ButtonProps extends Look, ComponentProps<'button'> {
  /** Whether its work is under way: it says so, and takes no second click. */
  busy?: boolean
}

/** A button. */
export function Button({
  variant,
  size,
  icon,
  busy = false,
  className,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  const t = useMessages(messages)
  return (
    <button
      type="button"
      {...rest}
      className={classes(look({ variant, size }, className), busy && 'button-busy')}
      // Not `disabled`: the button would lose the focus, and its reader the place.
      aria-disabled={busy || rest['aria-disabled'] || undefined}
      onClick={busy ? event => event.preventDefault() : onClick}
    >
      {busy ? <span className="button-spinner" aria-hidden="true" /> : icon && <Icon name={icon} />}
      {children}
      {busy && <VisuallyHidden>{t.busy}</VisuallyHidden>}
    </button>
  )
}

interface ButtonLinkProps extends Look, LinkProps {
  children: ReactNode
}

/** A link that looks like a button: it leads to a page. */
export function ButtonLink({ variant, size, icon, className, children, ...rest }: ButtonLinkProps) {
  return (
    <Link {...rest} className={look({ variant, size }, className)}>
      {icon && <Icon name={icon} />}
      {children}
    </Link>
  )
}

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  icon: IconName
  /** What it does, for those who cannot see the icon; also its tooltip. */
  label: string
  size?: 's' | 'm' | 'l'
  variant?: Look['variant']
}

/** A button that shows an icon only. */
export function IconButton({ icon, label, size, variant = 'quiet', className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      title={label}
      {...rest}
      aria-label={label}
      className={look({ variant, size }, classes('button-icon', className))}
    >
      <Icon name={icon} />
    </button>
  )
}
