import { useLanguage, useMessages } from '@shared/i18n'
import { useId } from 'react'
import { textOf } from '../limits/limits'
import { type JsonField, type ObjectField, OTHERS, othersOf, withOthers } from '../schema/field'
import { entryOf, isObject, withEntry } from '../schema/path'
import { titleOf } from '../schema/shown'
import { useField } from './context'
import { FieldView } from './FieldView'
import { JsonPart } from './JsonPart'
import { messages } from './messages'
import type { PartProps } from './parts'

const REST: JsonField = { kind: 'json', name: '', required: false, nullable: false, schema: {} }

/** A group of entries; the two ends of a range stand side by side. */
export function ObjectPart({ field, path, value, onChange, label }: PartProps<ObjectField>) {
  const { language } = useLanguage()
  const t = useMessages(messages)
  const { error, limits } = useField(path)
  const id = useId()
  const object = isObject(value) ? value : {}
  const others = othersOf(field, object)
  const title = titleOf(field, language) || label
  // The other entries tell their own limits.
  const range = limits?.kind === 'range' ? textOf({ ...limits, entries: {} }, field, language) : undefined
  const hint = [field.description, range].filter(Boolean)

  /** An optional group that nothing is left in is left out; else its own required entries would ask for ever. */
  function put(next: Record<string, unknown>) {
    const isLeftOut = Object.keys(next).length === 0 && !field.required && path.length > 0
    onChange(isLeftOut ? undefined : next)
  }

  return (
    <fieldset
      className={path.length === 0 ? 'schema-form-group schema-form-root' : 'schema-form-group'}
      aria-label={title ? undefined : t.value}
      aria-describedby={error || hint.length > 0 ? id : undefined}
    >
      {title && <legend className="schema-form-legend">{title}</legend>}
      <div id={id}>
        {hint.length > 0 && <p className="schema-form-hint">{hint.join(' · ')}</p>}
        {error && <p className="schema-form-error">{error}</p>}
      </div>
      <div className={field.isRange ? 'schema-form-range' : 'schema-form-entries'}>
        {field.fields.map(part => (
          <FieldView
            key={part.name}
            field={part}
            path={[...path, part.name]}
            value={entryOf(object, part.name)}
            onChange={next => put(withEntry(object, part.name, next))}
          />
        ))}
      </div>
      {(field.hasOthers || others !== undefined) && (
        <JsonPart
          field={REST}
          path={[...path, OTHERS]}
          label={t.others}
          isRest
          value={others}
          onChange={rest => put(withOthers(field, object, rest))}
        />
      )}
    </fieldset>
  )
}
