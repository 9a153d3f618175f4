import { useLanguage, useMessages } from '@shared/i18n'
import { Field } from '@shared/ui'
import { useState } from 'react'
import { jsonText, readJson } from '../schema/json'
import { same } from '../schema/path'
import { Unfinished } from '../schema/unfinished'
import { useWholeField } from './context'
import { messages } from './messages'
import { hintOf, labelOf, type PartProps } from './parts'

interface JsonPartProps extends PartProps {
  /** Whether it holds the entries that the fields beside it leave over, so that only an object will do. */
  isRest?: boolean
}

/** A part of a value that is written as JSON. Text that is no JSON yet stays, and is refused when it is checked. */
export function JsonPart({ field, path, value, onChange, label, isRest = false }: JsonPartProps) {
  const { language } = useLanguage()
  const t = useMessages(messages)
  const { disabled, error, limits, see, isItem } = useWholeField(path)
  const [typed, setTyped] = useState<string>()
  const read = (text: string) => readJson(text, isRest)
  const shown = typed !== undefined && standsFor(read(typed), value) ? typed : jsonText(value)

  function type(text: string) {
    setTyped(text)
    onChange(read(text))
  }

  return (
    <Field
      label={labelOf(field, label, language, t.value)}
      hint={hintOf(field, limits, language, t.json)}
      error={error}
      required={field.required && !limits && !isItem}
    >
      {({ id, describedBy, invalid }) => (
        <textarea
          className="input schema-form-json"
          id={id}
          aria-describedby={describedBy}
          aria-invalid={invalid || undefined}
          rows={Math.min(16, Math.max(3, shown.split('\n').length))}
          spellCheck={false}
          autoComplete="off"
          disabled={disabled}
          value={shown}
          onChange={event => type(event.target.value)}
          onBlur={see}
        />
      )}
    </Field>
  )
}

/** Whether what was typed is what the value came from: then it stays as it was typed. */
function standsFor(read: unknown, value: unknown): boolean {
  if (value instanceof Unfinished) return value.text === (read instanceof Unfinished ? read.text : '')
  return !(read instanceof Unfinished) && same(read, value)
}
