import './Toasts.css'
import { useMessages } from '@shared/i18n'
import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { Button, IconButton } from './Button'
import { classes } from './classes'
import { Icon } from './Icon'
import { messages } from './messages'
import { NOTICE_ICONS } from './Notice'
import { type ShownToast, toastStore } from './toastStore'

/** How long a toast stays that asks for nothing, in milliseconds. */
const STAY_MS = 7000

/** Where toasts turn up: once in an app. They are read out when there is a pause. */
export function Toasts() {
  const t = useMessages(messages)
  const toasts = useSyncExternalStore(toastStore.listen, toastStore.get)
  const ref = useRef<HTMLElement>(null)
  const newest = toasts.at(-1)?.id

  useEffect(() => {
    const node = ref.current
    if (newest === undefined || !node?.showPopover) return
    // A dialog that was opened later lies above everything but what is shown after it.
    if (node.matches(':popover-open')) node.hidePopover()
    node.showPopover()
  }, [newest])

  return (
    <section ref={ref} popover="manual" className="toasts" aria-label={t.notifications} aria-live="polite">
      {toasts.map(toast => (
        <ToastView key={toast.id} toast={toast} />
      ))}
    </section>
  )
}

function ToastView({ toast }: { toast: ShownToast }) {
  const t = useMessages(messages)
  const [held, setHeld] = useState(false)
  const dismiss = () => toastStore.dismiss(toast.id)
  // What went wrong, or can be undone, waits for its reader.
  const passes = !held && !toast.action && toast.tone !== 'bad' && toast.tone !== 'warn'

  useEffect(() => {
    if (!passes) return
    const timer = setTimeout(() => toastStore.dismiss(toast.id), STAY_MS)
    return () => clearTimeout(timer)
  }, [passes, toast.id])

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: pointing at it only keeps it from going
    <div
      className={classes('toast', `toast-${toast.tone}`)}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <Icon name={NOTICE_ICONS[toast.tone]} className="toast-icon" />
      <p className="toast-text">{toast.text}</p>
      {toast.action && (
        <Button
          size="s"
          variant="quiet"
          className="toast-action"
          onClick={() => {
            toast.action?.onAction()
            dismiss()
          }}
        >
          {toast.action.label}
        </Button>
      )}
      <IconButton icon="close" label={t.close} size="s" className="toast-close" onClick={dismiss} />
    </div>
  )
}
