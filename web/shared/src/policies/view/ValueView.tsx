import { defineMessages, type Language, useLanguage, useMessages } from '@shared/i18n'
import { JsonView, KeyValue } from '@shared/ui'
import { type ReactNode, useMemo } from 'react'
import { type Field, fieldAt, fieldsOf, type Hints } from '../schema'
import { isObject } from '../schema/path'
import { shownValue, titleOf } from '../schema/shown'
import './ValueView.css'

const messages = defineMessages({
  zh: { raw: '原始 JSON', item: (place: number) => `第 ${place} 项` },
  en: { raw: 'Raw JSON', item: (place: number) => `Item ${place}` },
})

interface ValueViewProps extends Hints {
  schema?: unknown
  value: unknown
  /** Whether to leave out the JSON behind the words: where many values stand in a row. */
  plain?: boolean
}

/** A value for people: titles, units, yes and no, yuan; the JSON it is made of is one click away. */
export function ValueView({ schema, value, plain = false, policyKey, title }: ValueViewProps) {
  const { language } = useLanguage()
  const t = useMessages(messages)
  const form = useMemo(() => fieldsOf(schema ?? {}, { policyKey, title }), [schema, policyKey, title])
  return (
    <div className="value-view">
      <ValuePart field={form} value={value} />
      {!plain && shownValue(form, value, language) !== value && (
        <details className="value-view-raw">
          <summary>{t.raw}</summary>
          <JsonView value={value} />
        </details>
      )}
    </div>
  )
}

/** A part of a value: a line if it has one, else its entries or items. */
export function ValuePart({ field, value }: { field: Field | undefined; value: unknown }): ReactNode {
  const { language } = useLanguage()
  const t = useMessages(messages)
  const line = shownValue(field, value, language)
  if (line !== undefined) return <span className="value-view-line">{line}</span>
  if (Array.isArray(value)) {
    const item = field?.kind === 'list' ? field.item : undefined
    const items = value.map((part, place) => ({
      label: t.item(place + 1),
      value: <ValuePart field={item} value={part} />,
    }))
    return <KeyValue items={items} />
  }
  const items = entriesOf(field, value).map(([name, entry]) => {
    const part = field && fieldAt(field, [name])
    return { label: nameOf(part, name, language), value: <ValuePart field={part} value={entry} /> }
  })
  return <KeyValue items={items} />
}

function nameOf(field: Field | undefined, name: string, language: Language): string {
  return (field && titleOf(field, language)) || name
}

/** Entries in the order in which the schema names them, then the others. */
function entriesOf(field: Field | undefined, value: unknown): [string, unknown][] {
  if (!isObject(value)) return []
  const order = field?.kind === 'object' ? field.fields.map(({ name }) => name) : []
  const rank = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length)
  return Object.entries(value).sort(([a], [b]) => rank(a) - rank(b))
}
