import './choice.css'
import { type ReactNode, useId } from 'react'
import { FieldNotes } from './Field'

interface CheckboxProps {
  label: ReactNode
  checked: boolean
  onChange: (checked: boolean) => void
  hint?: ReactNode
  error?: ReactNode
  required?: boolean
  disabled?: boolean
  name?: string
}

/** Yes or no. */
export function Checkbox({ label, checked, onChange, hint, error, ...input }: CheckboxProps) {
  const id = useId()
  return (
    <div className="choice-group">
      <label className="choice">
        <input
          {...input}
          type="checkbox"
          checked={checked}
          aria-describedby={
            [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || undefined
          }
          aria-invalid={error ? true : undefined}
          onChange={event => onChange(event.target.checked)}
        />
        <span>{label}</span>
      </label>
      <FieldNotes id={id} hint={hint} error={error} />
    </div>
  )
}
