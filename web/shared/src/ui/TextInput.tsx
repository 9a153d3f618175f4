import './input.css'
import type { HTMLInputAutoCompleteAttribute, HTMLInputTypeAttribute } from 'react'
import { Field, type FieldLook } from './Field'

/** What every control of a form takes besides its look. */
export interface ControlProps<V, C = V> extends FieldLook {
  value: V
  onChange: (value: C) => void
  disabled?: boolean
  name?: string
  autoComplete?: HTMLInputAutoCompleteAttribute
}

interface TextInputProps extends ControlProps<string> {
  type?: Extract<HTMLInputTypeAttribute, 'text' | 'email' | 'password' | 'tel' | 'url'>
  inputMode?: 'text' | 'numeric' | 'tel' | 'email' | 'url'
  placeholder?: string
  maxLength?: number
  pattern?: string
  readOnly?: boolean
  spellCheck?: boolean
  onBlur?: () => void
}

/** A line of text. */
export function TextInput({ label, hint, error, required, labelHidden, onChange, ...input }: TextInputProps) {
  return (
    <Field label={label} hint={hint} error={error} required={required} labelHidden={labelHidden}>
      {({ id, describedBy, invalid }) => (
        <input
          type="text"
          {...input}
          className="input"
          id={id}
          required={required}
          aria-describedby={describedBy}
          aria-invalid={invalid || undefined}
          onChange={event => onChange(event.target.value)}
        />
      )}
    </Field>
  )
}
