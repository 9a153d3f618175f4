import { useLanguage, useMessages } from '@shared/i18n'
import { Field } from '@shared/ui'
import type { ChoiceField } from '../schema/field'
import { same } from '../schema/path'
import { optionTitle } from '../schema/shown'
import { useField } from './context'
import { messages } from './messages'
import { hintOf, labelOf, type PartProps } from './parts'

/** The choice of nothing; no option's place in the list. */
const NOTHING = ''
/** The value that the schema does not offer any more, but that stands there. */
const GONE = 'gone'

/** One of a few values. A value that is none of them stays until another is chosen. */
export function ChoicePart({ field, path, value, onChange, label }: PartProps<ChoiceField>) {
  const { language } = useLanguage()
  const t = useMessages(messages)
  const { disabled, error, limits, see } = useField(path)
  const place = field.options.findIndex(option => same(option.value, value))
  const isGone = value !== undefined && place < 0
  const isOptional = !field.required || limits !== undefined
  const chosen = field.options[place]

  return (
    <Field
      label={labelOf(field, label, language, t.value)}
      hint={hintOf(field, limits, language, chosen?.detail)}
      error={error}
      required={!isOptional}
    >
      {({ id, describedBy, invalid }) => (
        <select
          className="input"
          id={id}
          aria-describedby={describedBy}
          aria-invalid={invalid || undefined}
          disabled={disabled}
          value={isGone ? GONE : place < 0 ? NOTHING : String(place)}
          onBlur={see}
          onChange={event => {
            if (event.target.value !== GONE) onChange(field.options[Number(event.target.value || -1)]?.value)
          }}
        >
          <option value={NOTHING}>{isOptional ? t.notSet : t.choose}</option>
          {isGone && <option value={GONE}>{t.gone(optionTitle({ value }, language))}</option>}
          {field.options.map((option, at) => (
            <option key={JSON.stringify(option.value)} value={at}>
              {optionTitle(option, language)}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}
