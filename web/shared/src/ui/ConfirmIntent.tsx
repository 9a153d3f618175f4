import type { ReactNode } from 'react'
import { ConfirmDialog } from './ConfirmDialog'
import { FaultNotice } from './FaultNotice'
import { type ShownUserError, UserErrors } from './UserErrors'

interface ConfirmIntentProps {
  /** What is done, as a verb: the title, and the button where that is not given. */
  title: string
  confirmLabel?: string
  danger?: boolean
  /** How it goes, as `useIntent` of each app knows it. */
  intent: { busy: boolean; errors: readonly ShownUserError[]; fault: Error | null }
  onConfirm: () => void
  onClose: () => void
  /** What will happen. */
  children: ReactNode
}

/** Asks before something is done, and tells in the same place what became of it. */
export function ConfirmIntent(props: ConfirmIntentProps) {
  const { title, confirmLabel = title, danger, intent, onConfirm, onClose, children } = props
  return (
    <ConfirmDialog
      open
      danger={danger}
      title={title}
      confirmLabel={confirmLabel}
      busy={intent.busy}
      onConfirm={onConfirm}
      onClose={onClose}
    >
      {children}
      <UserErrors errors={intent.errors} />
      {intent.fault ? <FaultNotice error={intent.fault} /> : null}
    </ConfirmDialog>
  )
}
