import { defineMessages, useMessages } from '@shared/i18n'
import { Button, Dialog, FaultNotice, UserErrors } from '@shared/ui'
import type { ReactNode } from 'react'
import { otherErrors, type RuleBroken } from '../chapters/changes/useIntent'
import '../chapters/changes/ChangeDialog.css'

const messages = defineMessages({ zh: { cancel: '取消' }, en: { cancel: 'Cancel' } })

interface FormDialogProps {
  title: string
  confirm: string
  /** Whether what it does cannot be undone. */
  danger?: boolean
  /** Whether there is enough to send. */
  ready: boolean
  /** What it wants done, as `useIntent` knows it. */
  intent: { busy: boolean; errors: readonly RuleBroken[]; fault: Error | null }
  /** The fields that show what is wrong with them themselves. */
  fields?: readonly string[]
  onSubmit: () => void
  onClose: () => void
  size?: 'm' | 'l'
  children: ReactNode
}

/** A dialog with a form that does one thing, and what became of it. */
export function FormDialog(props: FormDialogProps) {
  const { title, confirm, danger, ready, intent, fields = [], onSubmit, onClose, size, children } = props
  const t = useMessages(messages)
  return (
    <Dialog
      open
      size={size}
      title={title}
      onClose={onClose}
      onSubmit={() => {
        if (ready && !intent.busy) onSubmit()
      }}
      footer={
        <>
          <Button onClick={onClose}>{t.cancel}</Button>
          <Button type="submit" variant={danger ? 'danger' : 'primary'} busy={intent.busy} disabled={!ready}>
            {confirm}
          </Button>
        </>
      }
    >
      <div className="change-dialog">
        {children}
        <UserErrors errors={otherErrors(intent.errors, fields)} />
        {intent.fault ? <FaultNotice error={intent.fault} /> : null}
      </div>
    </Dialog>
  )
}
