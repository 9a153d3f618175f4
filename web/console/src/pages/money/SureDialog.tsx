import { ConfirmIntent, useToast } from '@shared/ui'
import type { ReactNode } from 'react'
import { type RuleBroken, useIntent } from '../chapters/changes/useIntent'

interface SureDialogProps {
  title: string
  /** What is done, as a verb, where the title says more than that. */
  confirm?: string
  danger?: boolean
  /** What is said once it is done. */
  done: string
  perform: (requestKey: string) => Promise<{ userErrors: readonly RuleBroken[] }>
  onClose: () => void
  /** What it leads to. */
  children: ReactNode
}

/** A dialog that asks whether one thing is to be done, and does it. */
export function SureDialog({ title, confirm, danger, done, perform, onClose, children }: SureDialogProps) {
  const toast = useToast()
  const intent = useIntent<object, { userErrors: readonly RuleBroken[] }>({
    perform: ({ requestKey }) => perform(requestKey),
    onDone: () => {
      toast({ tone: 'good', text: done })
      onClose()
    },
  })
  return (
    <ConfirmIntent
      danger={danger}
      title={title}
      confirmLabel={confirm}
      intent={intent}
      onConfirm={() => intent.run({})}
      onClose={onClose}
    >
      {children}
    </ConfirmIntent>
  )
}
