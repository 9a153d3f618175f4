import { type ChoiceField, fits, isBlank } from '../schema/field'
import { same } from '../schema/path'
import { ChoicePart } from './ChoicePart'
import { ChoicesPart } from './ChoicesPart'
import { FixedPart } from './FixedPart'
import { JsonPart } from './JsonPart'
import { ListPart } from './ListPart'
import { NumberPart } from './NumberPart'
import { ObjectPart } from './ObjectPart'
import type { PartProps } from './parts'
import { TextPart } from './TextPart'
import { YesNoPart } from './YesNoPart'

/** Draws a part of a value by its field; a value that the field does not fit is written as JSON, so nothing is lost. */
export function FieldView(props: PartProps) {
  const { field, value } = props
  if (!fits(field, value)) return <JsonPart {...props} field={{ ...field, kind: 'json' }} />
  const part = { ...props, value: isBlank(value) && field.kind !== 'number' ? undefined : value }
  switch (field.kind) {
    case 'object':
      return <ObjectPart {...part} field={field} />
    case 'list':
      return <ListPart {...part} field={field} />
    case 'choices':
      return <ChoicesPart {...part} field={field} />
    case 'choice':
      return isFixed(field, value) ? (
        <FixedPart {...part} field={field} />
      ) : (
        <ChoicePart {...part} field={field} />
      )
    case 'number':
      return <NumberPart {...part} field={field} />
    case 'text':
      return <TextPart {...part} field={field} />
    case 'boolean':
      return <YesNoPart {...part} field={field} />
    default:
      return <JsonPart {...part} field={field} />
  }
}

/** A constant that must be there and is: nothing to choose. */
function isFixed(field: ChoiceField, value: unknown): boolean {
  const [only, ...others] = field.options
  return field.required && only !== undefined && others.length === 0 && same(only.value, value)
}
