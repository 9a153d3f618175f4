import { useLanguage, useMessages } from '@shared/i18n'
import { Field } from '@shared/ui'
import { useState } from 'react'
import type { NumberField } from '../schema/field'
import { numberText, readNumber, shownNumber } from '../schema/numbers'
import { same } from '../schema/path'
import { Unfinished } from '../schema/unfinished'
import { useField } from './context'
import { messages } from './messages'
import { hintOf, labelOf, type PartProps } from './parts'

/**
 * A number, typed as text: an input of the type `number` loses what is no number yet, and changes when the page is scrolled.
 * Money is typed in yuan and kept in fen.
 */
export function NumberPart({ field, path, value, onChange, label }: PartProps<NumberField>) {
  const { language } = useLanguage()
  const t = useMessages(messages)
  const { disabled, error, limits, see, isItem } = useField(path)
  const [typed, setTyped] = useState<string>()
  const { integer, unit } = field
  const shown = typed !== undefined && standsFor(typed, field, value) ? typed : textOf(value, field)
  const name = labelOf(field, label, language, t.value)

  // The two ends of a range say what stays where they are left empty; the range itself is told above them.
  const isEnd = limits?.kind === 'range' && (field.name === 'min' || field.name === 'max')
  const above = isEnd ? limits.above[field.name] : undefined
  const kept = typeof above === 'number' ? t.kept(shownNumber(above, unit, language)) : undefined

  function type(text: string) {
    setTyped(text)
    onChange(readNumber(text, integer, unit))
  }

  return (
    <Field
      label={name}
      hint={hintOf(field, isEnd ? undefined : limits, language, bounds(), kept)}
      error={error}
      required={field.required && !limits && !isItem}
    >
      {({ id, describedBy, invalid }) => (
        <span className="input-row">
          <input
            className="input"
            id={id}
            aria-describedby={[unit && `${id}-unit`, describedBy].filter(Boolean).join(' ') || undefined}
            aria-invalid={invalid || undefined}
            type="text"
            inputMode={integer && !unit && (field.minimum ?? -1) >= 0 ? 'numeric' : 'decimal'}
            autoComplete="off"
            disabled={disabled}
            value={shown}
            onChange={event => type(event.target.value)}
            onBlur={() => {
              setTyped(undefined)
              see()
            }}
          />
          {unit && (
            <span className="input-unit" id={`${id}-unit`}>
              {t.yuan}
            </span>
          )}
        </span>
      )}
    </Field>
  )

  function bounds(): string | undefined {
    const [low, high] = [field.minimum, field.maximum].map(
      n => n !== undefined && shownNumber(n, unit, language),
    )
    // "At least 0" is what anybody expects of an amount.
    if (low && high) return t.between(low, high)
    if (high) return t.atMost(high)
    return low && field.minimum !== 0 ? t.atLeast(low) : undefined
  }
}

/** Whether typed text is what the value came from: then it stays as it was typed (`1.` is not yet `1`). */
function standsFor(typed: string, { integer, unit }: NumberField, value: unknown): boolean {
  const read = readNumber(typed, integer, unit)
  if (value instanceof Unfinished) return value.text === (read instanceof Unfinished ? read.text : '')
  return same(read, value ?? undefined)
}

function textOf(value: unknown, { unit }: NumberField): string {
  if (typeof value === 'number') return numberText(value, unit)
  return value instanceof Unfinished ? value.text : ''
}
