import { useMessages } from '@shared/i18n'
import type { ReactNode } from 'react'
import { Button } from './Button'
import { Dialog } from './Dialog'
import { messages } from './messages'

interface ConfirmDialogProps {
  open: boolean
  title: string
  /** What will happen. */
  children: ReactNode
  /** What is done, as a verb: never only "OK". */
  confirmLabel: string
  /** Whether it cannot be taken back. */
  danger?: boolean
  busy?: boolean
  /** Whether something still stands in the way. */
  disabled?: boolean
  onConfirm: () => void
  onClose: () => void
}

/** Asks before something is done. Where it cannot be taken back, Enter alone does not do it. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { open, title, children, confirmLabel, danger = false, busy, disabled, onConfirm, onClose } = props
  const t = useMessages(messages)
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={title}
      footer={
        <>
          <Button onClick={onClose} data-autofocus={danger || undefined}>
            {t.cancel}
          </Button>
          <Button variant={danger ? 'danger' : 'primary'} busy={busy} disabled={disabled} onClick={onConfirm}>
            {confirmLabel}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  )
}
