import './input.css'
import { useState } from 'react'
import { Field } from './Field'
import type { ControlProps } from './TextInput'

interface NumberInputProps extends ControlProps<number | null> {
  min?: number
  max?: number
  /** The smallest step; 1 for whole numbers, `any` for any. */
  step?: number | 'any'
  /** What is counted, shown behind the number. */
  unit?: string
  placeholder?: string
}

const parse = (text: string) => (text.trim() === '' || !Number.isFinite(Number(text)) ? null : Number(text))

/** A number, or null while there is none. */
export function NumberInput({
  label,
  hint,
  error,
  required,
  labelHidden,
  value,
  onChange,
  unit,
  step = 'any',
  ...input
}: NumberInputProps) {
  // The text is kept beside the number: "1." and "-" are on the way to one, and must not vanish while typed.
  const [text, setText] = useState(value === null ? '' : String(value))
  const shown = parse(text) === value ? text : value === null ? '' : String(value)
  return (
    <Field label={label} hint={hint} error={error} required={required} labelHidden={labelHidden}>
      {({ id, describedBy, invalid }) => (
        <span className="input-row">
          <input
            {...input}
            className="input"
            type="number"
            inputMode={step === 'any' ? 'decimal' : 'numeric'}
            step={step}
            id={id}
            value={shown}
            required={required}
            aria-describedby={[describedBy, unit && `${id}-unit`].filter(Boolean).join(' ') || undefined}
            aria-invalid={invalid || undefined}
            onChange={event => {
              setText(event.target.value)
              onChange(parse(event.target.value))
            }}
          />
          {unit && (
            <span className="input-unit" id={`${id}-unit`}>
              {unit}
            </span>
          )}
        </span>
      )}
    </Field>
  )
}
