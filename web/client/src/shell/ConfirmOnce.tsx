import { ConfirmIntent, type ShownUserError, useToast } from '@shared/ui'
import type { ReactNode } from 'react'
import { useIntent } from './useIntent'

interface ConfirmOnceProps {
  /** What is done, as a verb: the title and the button. */
  title: string
  danger?: boolean
  /** What is said once it is done. */
  done: string
  perform: (requestKey: string) => Promise<{ userErrors: readonly ShownUserError[] }>
  /** Reads anew what the change shows in. */
  onDone: () => void
  onClose: () => void
  /** What will happen. */
  children: ReactNode
}

/** Asks whether one thing is to be done, and does it. */
export function ConfirmOnce(props: ConfirmOnceProps) {
  const { title, danger, done, perform, onDone, onClose, children } = props
  const toast = useToast()
  const intent = useIntent(
    ({ requestKey }: { requestKey: string }) => perform(requestKey),
    () => {
      toast({ tone: 'good', text: done })
      onDone()
      onClose()
    },
  )
  return (
    <ConfirmIntent
      danger={danger}
      title={title}
      intent={intent}
      onConfirm={() => intent.run({})}
      onClose={onClose}
    >
      {children}
    </ConfirmIntent>
  )
}
