import { useLanguage, useMessages } from '@shared/i18n'
import { DateTimeInput, Field } from '@shared/ui'
import type { TextField } from '../schema/field'
import { useField } from './context'
import { messages } from './messages'
import { hintOf, labelOf, type PartProps } from './parts'

const TYPES = { plain: 'text', email: 'email', uri: 'url', date: 'date', time: 'text' } as const

/** A text; one with a format gets the input that fits it. */
export function TextPart({ field, path, value, onChange, label }: PartProps<TextField>) {
  const { language } = useLanguage()
  const t = useMessages(messages)
  const { disabled, error, limits, see, isItem } = useField(path)
  const text = typeof value === 'string' ? value : ''
  const length =
    field.maxLength !== undefined && field.format === 'long' ? t.length(field.maxLength) : undefined
  const common = {
    label: labelOf(field, label, language, t.value),
    hint: hintOf(field, limits, language, length),
    error,
    required: field.required && !limits && !isItem,
  }

  function type(typed: string) {
    onChange(typed === '' ? cleared() : typed)
  }

  function cleared() {
    return field.nullable && field.required ? null : undefined
  }

  if (field.format === 'date-time' && isInstant(text)) {
    const at = text === '' ? null : new Date(text).toISOString()
    return (
      <DateTimeInput
        {...common}
        value={at}
        onChange={next => onChange(next ?? cleared())}
        disabled={disabled}
      />
    )
  }
  return (
    <Field {...common}>
      {({ id, describedBy, invalid }) => {
        const input = {
          className: 'input',
          id,
          'aria-describedby': describedBy,
          'aria-invalid': invalid || undefined,
          disabled,
          value: text,
          onBlur: see,
        }
        if (field.format === 'long' || text.includes('\n')) {
          return <textarea {...input} rows={4} onChange={event => type(event.target.value)} />
        }
        return (
          <input {...input} type={typeFor(field.format, text)} onChange={event => type(event.target.value)} />
        )
      }}
    </Field>
  )
}

/** Whether an input for points in time can show a text without changing it. */
function isInstant(text: string): boolean {
  return (
    text === '' || (/^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(Date.parse(text)))
  )
}

function typeFor(format: TextField['format'], text: string): string {
  if (format === 'date-time' || format === 'long') return 'text'
  // An input for dates shows nothing at all for a text that is none.
  if (format === 'date' && text !== '' && !/^\d{4}-\d\d-\d\d$/.test(text)) return 'text'
  return TYPES[format]
}
