import './input.css'
import './Select.css'
import { useMessages } from '@shared/i18n'
import { Field } from './Field'
import { Icon } from './Icon'
import { messages } from './messages'
import type { ControlProps } from './TextInput'

/** One of the things to choose from. */
export interface Option<V extends string = string> {
  value: V
  label: string
  /** What helps to choose it; not shown by `Select`. */
  hint?: string
  disabled?: boolean
}

interface SelectProps<V extends string> extends Omit<ControlProps<V | '' | null, V>, 'onChange'> {
  options: readonly Option<V>[]
  onChange: (value: V) => void
  /** What is shown while nothing is chosen; it cannot be chosen itself. */
  placeholder?: string
}

/** One of a few. */
export function Select<V extends string>({
  label,
  hint,
  error,
  required,
  labelHidden,
  value,
  options,
  onChange,
  placeholder,
  ...select
}: SelectProps<V>) {
  const t = useMessages(messages)
  const chosen = options.some(option => option.value === value)
  return (
    <Field label={label} hint={hint} error={error} required={required} labelHidden={labelHidden}>
      {({ id, describedBy, invalid }) => (
        <span className="select">
          <select
            {...select}
            className="input select-input"
            id={id}
            value={chosen ? (value ?? '') : ''}
            required={required}
            aria-describedby={describedBy}
            aria-invalid={invalid || undefined}
            onChange={event => {
              const option = options.find(option => option.value === event.target.value)
              if (option) onChange(option.value)
            }}
          >
            {!chosen && (
              <option value="" disabled>
                {placeholder ?? t.chooseOne}
              </option>
            )}
            {options.map(option => (
              <option key={option.value} value={option.value} disabled={option.disabled}>
                {option.label}
              </option>
            ))}
          </select>
          <Icon name="chevron-down" className="select-icon" />
        </span>
      )}
    </Field>
  )
}
