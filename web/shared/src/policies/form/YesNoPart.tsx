import { useLanguage, useMessages } from '@shared/i18n'
import { RadioGroup } from '@shared/ui'
import type { BooleanField } from '../schema/field'
import { useField } from './context'
import { messages } from './messages'
import { hintOf, labelOf, type PartProps } from './parts'

const VALUES: Record<string, boolean> = { yes: true, no: false }

/** Yes or no, and "not said" where that is allowed: an empty checkbox would say no for people who said nothing. */
export function YesNoPart({ field, path, value, onChange, label }: PartProps<BooleanField>) {
  const { language } = useLanguage()
  const t = useMessages(messages)
  const { disabled, error, limits, see } = useField(path)
  const isOptional = !field.required || limits !== undefined
  const options = [
    { value: 'yes', label: t.yes },
    { value: 'no', label: t.no },
    ...(isOptional ? [{ value: '', label: t.notSet }] : []),
  ]
  return (
    <RadioGroup
      legend={labelOf(field, label, language, t.value)}
      hint={hintOf(field, limits, language)}
      error={error}
      required={!isOptional}
      options={options}
      value={value === true ? 'yes' : value === false ? 'no' : ''}
      disabled={disabled}
      onChange={chosen => {
        see()
        onChange(VALUES[chosen])
      }}
    />
  )
}
