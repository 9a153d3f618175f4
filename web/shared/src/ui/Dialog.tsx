import './Dialog.css'
import { useMessages } from '@shared/i18n'
import { type ReactNode, useEffect, useId, useRef } from 'react'
import { IconButton } from './Button'
import { classes } from './classes'
import { messages } from './messages'

interface DialogProps {
  open: boolean
  /** Called when the reader wants it closed; whoever renders it closes it. */
  onClose: () => void
  title: string
  children: ReactNode
  /** Its buttons, the main one last. */
  footer?: ReactNode
  size?: 's' | 'm' | 'l'
  /** Makes it a form: Enter and a button of type `submit` in the footer send it. */
  onSubmit?: () => void
}

/** What takes the focus first: what asks for it, else the first field, else the title. */
function firstFocus(dialog: HTMLDialogElement): HTMLElement | null {
  return (
    dialog.querySelector<HTMLElement>('[data-autofocus]') ??
    dialog.querySelector<HTMLElement>(
      '.dialog-body :is(input, select, textarea):not(:disabled, [type="hidden"], [readonly])',
    ) ??
    dialog.querySelector<HTMLElement>('.dialog-title')
  )
}

/**
 * A modal dialog. While it is open nothing behind it can be reached; when it closes the focus returns to where it was.
 * A click beside it does not close it, since it may hold what somebody wrote.
 */
export function Dialog(props: DialogProps) {
  return props.open ? <OpenDialog {...props} /> : null
}

function OpenDialog({ onClose, title, children, footer, size = 'm', onSubmit }: DialogProps) {
  const t = useMessages(messages)
  const id = useId()
  const ref = useRef<HTMLDialogElement>(null)
  const close = useRef(onClose)
  useEffect(() => {
    close.current = onClose
  })

  useEffect(() => {
    const dialog = ref.current
    if (!dialog) return
    const before = document.activeElement
    dialog.showModal()
    firstFocus(dialog)?.focus()
    // A browser lets nobody keep a dialog open against a second Escape: then it is closed, and we learn of it here.
    const onForced = () => {
      // An event of an earlier opening may come late: React opens twice in development.
      if (!dialog.open) close.current()
    }
    dialog.addEventListener('close', onForced)
    return () => {
      dialog.removeEventListener('close', onForced)
      if (dialog.open) dialog.close()
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [])

  const content = (
    <>
      <div className="dialog-body">{children}</div>
      {footer && <footer className="dialog-footer">{footer}</footer>}
    </>
  )
  return (
    <dialog
      ref={ref}
      className={classes('dialog', `dialog-${size}`)}
      aria-labelledby={id}
      onCancel={event => {
        if (event.target !== event.currentTarget) return
        event.preventDefault()
        onClose()
      }}
    >
      <header className="dialog-header">
        <h2 className="dialog-title" id={id} tabIndex={-1}>
          {title}
        </h2>
        <IconButton icon="close" label={t.close} onClick={onClose} />
      </header>
      {onSubmit ? (
        <form
          className="dialog-form"
          onSubmit={event => {
            event.preventDefault()
            // A dialog over a form is inside it for React, though not for the browser.
            event.stopPropagation()
            onSubmit()
          }}
        >
          {content}
        </form>
      ) : (
        content
      )}
    </dialog>
  )
}
