import { useLanguage } from '@shared/i18n'
import { Field, type FieldLook } from '@shared/ui'
import { useState } from 'react'
import { fenOf, yuanText } from './fen'

interface MoneyInputProps extends FieldLook {
  /** Fen; null while there is no amount. */
  value: string | null
  onChange: (fen: string | null) => void
  disabled?: boolean
}

/** An amount, typed in yuan and kept in fen. */
export function MoneyInput({ value, onChange, disabled, ...look }: MoneyInputProps) {
  const { language } = useLanguage()
  const [typed, setTyped] = useState<string | null>(null)
  // The text is kept beside the amount: "36." is on the way to one, and must not change while it is typed.
  const shown = typed !== null && fenOf(typed) === value ? typed : value === null ? '' : yuanText(value)
  return (
    <Field {...look}>
      {({ id, describedBy, invalid }) => (
        <span className="input-row">
          <input
            className="input"
            id={id}
            type="text"
            inputMode="decimal"
            autoComplete="off"
            disabled={disabled}
            required={look.required}
            value={shown}
            aria-describedby={[`${id}-unit`, describedBy].filter(Boolean).join(' ')}
            aria-invalid={invalid || undefined}
            onChange={event => {
              setTyped(event.target.value)
              onChange(fenOf(event.target.value))
            }}
          />
          <span className="input-unit" id={`${id}-unit`}>
            {language === 'zh' ? '元' : '¥'}
          </span>
        </span>
      )}
    </Field>
  )
}
