import './Field.css'
import { useMessages } from '@shared/i18n'
import { type ReactNode, useId } from 'react'
import { classes } from './classes'
import { Icon } from './Icon'
import { messages } from './messages'
import { VisuallyHidden } from './VisuallyHidden'

/** What ties a control to its label, hint and error. */
export interface FieldIds {
  id: string
  describedBy: string | undefined
  invalid: boolean
}

/** What every labelled control takes. */
export interface FieldLook {
  label: string
  /** What helps to fill it in. */
  hint?: ReactNode
  /** What is wrong with what was filled in, and what to do. */
  error?: ReactNode
  required?: boolean
  /** Hides the label from sight, where what stands around it says the same. */
  labelHidden?: boolean
}

/** A label, a control, its hint and its error. */
export function Field({
  label,
  hint,
  error,
  required,
  labelHidden,
  children,
}: FieldLook & { children: (ids: FieldIds) => ReactNode }) {
  const id = useId()
  const invalid = Boolean(error)
  const describedBy = classes(Boolean(hint) && `${id}-hint`, invalid && `${id}-error`) || undefined
  return (
    <div className="field">
      <label className={classes('field-label', labelHidden && 'visually-hidden')} htmlFor={id}>
        {label}
        {required && <RequiredMark />}
      </label>
      {children({ id, describedBy, invalid })}
      <FieldNotes id={id} hint={hint} error={error} />
    </div>
  )
}

/** The star of a field that must be filled in. */
export function RequiredMark() {
  const t = useMessages(messages)
  return (
    <>
      <span className="field-required" aria-hidden="true">
        *
      </span>
      <VisuallyHidden>（{t.required}）</VisuallyHidden>
    </>
  )
}

/** The hint and the error below a control. An error that turns up later is read out without moving the focus. */
export function FieldNotes({ id, hint, error }: { id: string; hint?: ReactNode; error?: ReactNode }) {
  return (
    <>
      {hint && (
        <p className="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <div aria-live="polite">
        {error && (
          <p className="field-error" id={`${id}-error`}>
            <Icon name="alert" />
            {error}
          </p>
        )}
      </div>
    </>
  )
}
