import './input.css'
import { Field } from './Field'
import type { ControlProps } from './TextInput'

interface DateInputProps extends ControlProps<string | null> {
  /** The first day that can be chosen, `2026-11-22`. */
  min?: string
  max?: string
}

/** A calendar day, `2026-11-22`; null while there is none. */
export function DateInput({
  label,
  hint,
  error,
  required,
  labelHidden,
  value,
  onChange,
  ...input
}: DateInputProps) {
  return (
    <Field label={label} hint={hint} error={error} required={required} labelHidden={labelHidden}>
      {({ id, describedBy, invalid }) => (
        <input
          {...input}
          className="input"
          type="date"
          id={id}
          value={value ?? ''}
          required={required}
          aria-describedby={describedBy}
          aria-invalid={invalid || undefined}
          onChange={event => onChange(event.target.value === '' ? null : event.target.value)}
        />
      )}
    </Field>
  )
}
