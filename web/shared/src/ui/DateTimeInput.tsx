import './input.css'
import { useMessages } from '@shared/i18n'
import { Field } from './Field'
import { messages } from './messages'
import { fromShanghai, toShanghai } from './shanghaiTime'
import type { ControlProps } from './TextInput'

interface DateTimeInputProps extends ControlProps<string | null> {
  /** The earliest and the latest instant, in ISO 8601. */
  min?: string
  max?: string
}

/** An instant: ISO 8601 in UTC outside, the time in Shanghai on the screen, wherever the reader's own clock is. */
export function DateTimeInput({
  label,
  hint,
  error,
  required,
  labelHidden,
  value,
  onChange,
  min,
  max,
  ...input
}: DateTimeInputProps) {
  const t = useMessages(messages)
  return (
    <Field label={label} hint={hint} error={error} required={required} labelHidden={labelHidden}>
      {({ id, describedBy, invalid }) => (
        <span className="input-row">
          <input
            {...input}
            className="input"
            type="datetime-local"
            id={id}
            value={toShanghai(value)}
            min={toShanghai(min) || undefined}
            max={toShanghai(max) || '9999-12-31T23:59'}
            required={required}
            aria-describedby={[`${id}-zone`, describedBy].filter(Boolean).join(' ')}
            aria-invalid={invalid || undefined}
            onChange={event => onChange(fromShanghai(event.target.value))}
          />
          <span className="input-unit" id={`${id}-zone`}>
            {t.shanghaiTime}
          </span>
        </span>
      )}
    </Field>
  )
}
