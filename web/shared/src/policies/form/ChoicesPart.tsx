import { useLanguage, useMessages } from '@shared/i18n'
import { Button, CheckboxGroup } from '@shared/ui'
import type { ChoicesField, Option } from '../schema/field'
import { same } from '../schema/path'
import { optionTitle } from '../schema/shown'
import { useField } from './context'
import { messages } from './messages'
import { hintOf, labelOf, type PartProps } from './parts'

/** Some of a few values, in the order of the schema. Values that it does not offer any more stay until they are unchosen. */
export function ChoicesPart({ field, path, value, onChange, label }: PartProps<ChoicesField>) {
  const { language } = useLanguage()
  const t = useMessages(messages)
  const { disabled, error, limits, see } = useField(path)
  const chosen = Array.isArray(value) ? value : []
  const gone = chosen.filter(item => !field.options.some(option => same(option.value, item)))
  const all: Option[] = [...field.options, ...gone.map(item => ({ value: item }))]
  const isChosen = (option: Option) => chosen.some(item => same(item, option.value))

  function titled(option: Option): string {
    const title = optionTitle(option, language)
    if (gone.includes(option.value)) return t.gone(title)
    const isOutside = limits?.kind === 'set' && !limits.above.some(member => same(member, option.value))
    return isOutside ? t.notAllowed(title) : title
  }

  return (
    <div className="schema-form-choices">
      <CheckboxGroup
        legend={labelOf(field, label, language, t.value)}
        hint={hintOf(field, limits, language)}
        error={error}
        options={all.map((option, place) => ({ value: String(place), label: titled(option) }))}
        value={all.flatMap((option, place) => (isChosen(option) ? [String(place)] : []))}
        disabled={disabled}
        onChange={places => {
          see()
          onChange(all.filter((_, place) => places.includes(String(place))).map(option => option.value))
        }}
      />
      {(!field.required || limits) && value !== undefined && path.length > 0 && (
        <Button variant="quiet" size="s" disabled={disabled} onClick={() => onChange(undefined)}>
          {t.leaveOut}
        </Button>
      )}
    </div>
  )
}
