import { useLanguage, useMessages } from '@shared/i18n'
import type { ChoiceField } from '../schema/field'
import { shownValue } from '../schema/shown'
import { messages } from './messages'
import { labelOf, type PartProps } from './parts'

/** A value that the schema lays down. */
export function FixedPart({ field, value, label }: PartProps<ChoiceField>) {
  const { language } = useLanguage()
  const t = useMessages(messages)
  return (
    <p className="schema-form-fixed">
      {t.fixed(labelOf(field, label, language, t.value))}
      <strong>{shownValue(field, value, language)}</strong>
    </p>
  )
}
