import type { Language } from '@shared/i18n'
import { type Limits, textOf } from '../limits/limits'
import type { Field } from '../schema/field'
import type { Path } from '../schema/path'
import { titleOf } from '../schema/shown'

/** What every part of a form is given. */
export interface PartProps<F extends Field = Field> {
  field: F
  path: Path
  value: unknown
  onChange: (value: unknown) => void
  /** What it is called where its schema does not say: items of a list. */
  label?: string
}

/** What a part is called; never nothing, since a field without a name cannot be found by those who listen. */
export function labelOf(
  field: Field,
  label: string | undefined,
  language: Language,
  otherwise: string,
): string {
  return titleOf(field, language) || label || otherwise
}

/** Description, own hint and limits as one hint under a field. */
export function hintOf(
  field: Field,
  limits: Limits | undefined,
  language: Language,
  ...own: (string | undefined)[]
) {
  const parts = [field.description, ...own, limits && textOf(limits, field, language)].filter(Boolean)
  return parts.length > 0 ? parts.join(' · ') : undefined
}
