import { defineMessages, useLanguage, useMessages } from '@shared/i18n'
import { VisuallyHidden } from '@shared/ui'
import { useMemo } from 'react'
import { type Field, fieldAt, fieldsOf, type Hints, pathTitle } from '../schema'
import { type Path, pointerOf } from '../schema/path'
import { ValuePart } from '../view/ValueView'
import { type Change, diffValues } from './diffValues'
import './diff.css'

const messages = defineMessages({
  zh: {
    none: '取值没有变化。',
    whole: '取值',
    before: '原为',
    after: '现为',
    added: '新增',
    removed: '移除',
    changed: '修改',
  },
  en: {
    none: 'The value is the same.',
    whole: 'Value',
    before: 'Before',
    after: 'Now',
    added: 'Added',
    removed: 'Removed',
    changed: 'Changed',
  },
})

interface ValueDiffProps extends Hints {
  before: unknown
  after: unknown
  schema?: unknown
}

/** What changed between two values, each change with its words and marks, not by colour alone. */
export function ValueDiff({ before, after, schema, policyKey, title }: ValueDiffProps) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const form = useMemo(() => fieldsOf(schema ?? {}, { policyKey, title }), [schema, policyKey, title])
  const changes = useMemo(() => diffValues(before, after), [before, after])
  if (changes.length === 0) return <p className="diff-none">{t.none}</p>
  return (
    <ul className="value-diff">
      {changes.map(change => (
        <li key={`${change.kind}${pointerOf(change.path)}`} className="value-diff-change">
          <span className="value-diff-kind">{t[change.kind]}</span>
          <span className="value-diff-title">{placeOf(form, change, language) || t.whole}</span>
          <div className="value-diff-values">
            {change.before !== undefined && (
              <del>
                <VisuallyHidden>{t.before} </VisuallyHidden>
                <ValuePart field={fieldOf(form, change.path)} value={change.before} />
              </del>
            )}
            {change.kind === 'changed' && <span aria-hidden="true"> → </span>}
            {change.after !== undefined && (
              <ins>
                <VisuallyHidden>{t.after} </VisuallyHidden>
                <ValuePart field={fieldOf(form, change.path)} value={change.after} />
              </ins>
            )}
          </div>
        </li>
      ))}
    </ul>
  )
}

/** Items of a set of choices have no field of their own: the set knows what they are called. */
function fieldOf(form: Field, path: Path): Field | undefined {
  const field = fieldAt(form, path)
  if (field || path.length === 0) return field
  const around = fieldAt(form, path.slice(0, -1))
  return around?.kind === 'choices' ? { ...around, kind: 'choice' } : undefined
}

/** An item that came or went is told by the list it is of: its place says nothing to people. */
function placeOf(form: Field, { kind, path }: Change, language: 'zh' | 'en'): string {
  const isItem = kind !== 'changed' && typeof path.at(-1) === 'number'
  return pathTitle(form, isItem ? path.slice(0, -1) : path, language)
}
