import { useLanguage, useMessages } from '@shared/i18n'
import { Button } from '@shared/ui'
import { useCallback, useMemo, useState } from 'react'
import { filledFrom, type Limits } from '../limits/limits'
import { check, fieldsOf, type Hints } from '../schema'
import { FormContext } from './context'
import { placed, placedProblems, type ServerError } from './errors'
import { FieldView } from './FieldView'
import { JsonPart } from './JsonPart'
import { messages } from './messages'
import './SchemaForm.css'

interface SchemaFormProps extends Hints {
  /** The JSON Schema of the value. */
  schema: unknown
  /** The value so far; `emptyValue(schema)` for a new one. Typed text that is no value yet stands in it as `Unfinished`. */
  value: unknown
  onChange: (value: unknown) => void
  /** What the server refused; shown at the fields that its paths name. */
  errors?: readonly ServerError[]
  disabled?: boolean
  /** What a value above leaves open: shown by the fields, and what is left out is taken from it. */
  limits?: Limits
  /** Whether to show all that is wrong, not only where somebody has been: after an attempt to send. */
  showAll?: boolean
}

const NONE: readonly ServerError[] = []

/**
 * A form for the values of a JSON Schema.
 *
 * Before it sends a value, a page asks `check(schema, value)`: text that is no value yet (half a number) is part of what
 * `onChange` gives, and only `check` refuses it. What the form cannot draw is written as JSON, and so can the whole be.
 */
export function SchemaForm(props: SchemaFormProps) {
  const {
    schema,
    value,
    onChange,
    errors = NONE,
    disabled = false,
    limits,
    showAll = false,
    policyKey,
    title,
  } = props
  const { language } = useLanguage()
  const t = useMessages(messages)
  const [asJson, setAsJson] = useState(false)
  const [seen, setSeen] = useState<ReadonlySet<string>>(() => new Set())
  const form = useMemo(() => fieldsOf(schema, { policyKey, title }), [schema, policyKey, title])
  const problems = useMemo(() => {
    const whole = limits ? filledFrom(limits.above, value) : value
    return check(schema, whole, { policyKey, title })
  }, [schema, value, limits, policyKey, title])
  const see = useCallback((pointer: string) => setSeen(before => new Set(before).add(pointer)), [])
  const state = useMemo(
    () => ({
      disabled,
      errors: placed(errors, problems, form, value, language),
      problems: placedProblems(problems, form, value, language),
      isSeen: (pointer: string) => showAll || seen.has(pointer),
      see,
      limits,
    }),
    [form, disabled, errors, problems, value, language, showAll, seen, see, limits],
  )
  const isJsonAnyway = form.kind === 'json'

  return (
    <FormContext value={state}>
      <div className="schema-form">
        {asJson ? (
          <JsonPart field={form} path={[]} value={value} onChange={onChange} />
        ) : (
          <FieldView field={form} path={[]} value={value} onChange={onChange} />
        )}
        {!isJsonAnyway && (
          <div className="schema-form-mode">
            <Button variant="quiet" size="s" onClick={() => setAsJson(!asJson)}>
              {asJson ? t.asForm : t.asJson}
            </Button>
          </div>
        )}
      </div>
    </FormContext>
  )
}
