import './choice.css'
import { type ReactNode, useId } from 'react'
import { FieldNotes, RequiredMark } from './Field'
import type { Option } from './Select'

interface GroupProps<V extends string> {
  legend: string
  options: readonly Option<V>[]
  hint?: ReactNode
  error?: ReactNode
  required?: boolean
  disabled?: boolean
}

interface ChoicesProps<V extends string> extends GroupProps<V> {
  type: 'checkbox' | 'radio'
  isChosen: (value: V) => boolean
  onChoose: (value: V, chosen: boolean) => void
}

function Choices<V extends string>(props: ChoicesProps<V>) {
  const { legend, options, hint, error, required, disabled, type, isChosen, onChoose } = props
  const id = useId()
  // A group of boxes has no role that could be required or invalid: its boxes stand for themselves.
  const radio = type === 'radio' && {
    role: 'radiogroup',
    'aria-required': required,
    'aria-invalid': Boolean(error),
  }
  return (
    <fieldset
      className="choice-group"
      {...radio}
      aria-describedby={[hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || undefined}
      disabled={disabled}
    >
      <legend className="choice-group-legend">
        {legend}
        {required && <RequiredMark />}
      </legend>
      <div className="choice-group-options">
        {options.map((option, index) => (
          <label className="choice" key={option.value}>
            <input
              type={type}
              name={id}
              value={option.value}
              checked={isChosen(option.value)}
              disabled={option.disabled}
              aria-describedby={option.hint ? `${id}-${index}` : undefined}
              onChange={event => onChoose(option.value, event.target.checked)}
            />
            <span>{option.label}</span>
            {option.hint && (
              <span className="choice-hint" id={`${id}-${index}`}>
                {option.hint}
              </span>
            )}
          </label>
        ))}
      </div>
      <FieldNotes id={id} hint={hint} error={error} />
    </fieldset>
  )
}

interface CheckboxGroupProps<V extends string> extends GroupProps<V> {
  value: readonly V[]
  onChange: (value: V[]) => void
}

/** Any of a few. What is chosen keeps the order of the options. */
export function CheckboxGroup<V extends string>({ value, onChange, ...group }: CheckboxGroupProps<V>) {
  return (
    <Choices
      {...group}
      type="checkbox"
      isChosen={option => value.includes(option)}
      onChoose={(changed, chosen) => {
        const isChosen = (option: V) => (option === changed ? chosen : value.includes(option))
        onChange(group.options.map(option => option.value).filter(isChosen))
      }}
    />
  )
}

interface RadioGroupProps<V extends string> extends GroupProps<V> {
  value: V | null
  onChange: (value: V) => void
}

/** One of a few, all in sight. */
export function RadioGroup<V extends string>({ value, onChange, ...group }: RadioGroupProps<V>) {
  return (
    <Choices
      {...group}
      type="radio"
      isChosen={option => option === value}
      onChoose={option => onChange(option)}
    />
  )
}
