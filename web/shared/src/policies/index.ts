export { diffTexts, type Run } from './diff/diffTexts'
export { type Change, diffValues } from './diff/diffValues'
export { TextDiff } from './diff/TextDiff'
export { ValueDiff } from './diff/ValueDiff'
export { pathInValue, type ServerError } from './form/errors'
export { SchemaForm } from './form/SchemaForm'
export { filledFrom, type Limits, limitsAt, limitsOf, limitsText } from './limits/limits'
export { Markdown } from './markdown/Markdown'
export {
  check,
  emptyValue,
  type Field,
  fieldsOf,
  type Hints,
  type Path,
  type Problem,
  pathTitle,
  readValue,
  shownValue,
  titleInYuan,
  titleOf,
  Unfinished,
  writeValue,
} from './schema'
export { ValueView } from './view/ValueView'
