import './input.css'
import { Field } from './Field'
import type { ControlProps } from './TextInput'

interface TextAreaProps extends ControlProps<string> {
  rows?: number
  placeholder?: string
  maxLength?: number
  readOnly?: boolean
  spellCheck?: boolean
}

/** Text of several lines; it grows with what is typed. */
export function TextArea({
  label,
  hint,
  error,
  required,
  labelHidden,
  onChange,
  rows = 3,
  ...area
}: TextAreaProps) {
  return (
    <Field label={label} hint={hint} error={error} required={required} labelHidden={labelHidden}>
      {({ id, describedBy, invalid }) => (
        <textarea
          {...area}
          className="input"
          id={id}
          rows={rows}
          required={required}
          aria-describedby={describedBy}
          aria-invalid={invalid || undefined}
          onChange={event => onChange(event.target.value)}
        />
      )}
    </Field>
  )
}
