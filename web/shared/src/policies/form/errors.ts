import type { UserErrorCode } from '@shared/gql/schema'
import { type Language, userErrorText } from '@shared/i18n'
import { type Field, fieldAt, type Problem } from '../schema'
import { typedPath } from '../schema/check'
import { OTHERS } from '../schema/field'
import { type Path, pointerOf, readValue } from '../schema/path'

/** A broken rule as the server tells it. */
export interface ServerError {
  code: UserErrorCode
  field: readonly string[]
  message: string
}

/** Texts to show, by the place (a JSON Pointer) they stand at. */
export type Texts = ReadonlyMap<string, string>

/** The path of a server's error within the value, or `undefined` if the error is about something else of the input. */
export function pathInValue(value: unknown, field: readonly string[]): Path | undefined {
  const start = field[0] === 'input' ? 1 : 0
  return field[start] === 'value' ? typedPath(value, field.slice(start + 1)) : undefined
}

/**
 * The server's errors about the value, each at the innermost field that the form draws. Where the browser knows the fault
 * too it says more precisely what to do, so its text stands in place of the server's.
 */
export function placed(
  errors: readonly ServerError[],
  problems: readonly Problem[],
  form: Field,
  value: unknown,
  language: Language,
): Texts {
  const texts = new Map<string, string>()
  const within = (pointer: string) =>
    problems.filter(({ path }) => `${pointerOf(path)}/`.startsWith(`${pointer}/`))
  for (const error of errors) {
    const path = pathInValue(value, error.field)
    if (!path) continue
    const known = within(pointerOf(path))
    if (error.code === 'POLICIES_VALUE_INVALID' && known.length > 0) {
      for (const problem of known) add(texts, drawn(form, value, problem.path), problem.text[language])
    } else {
      add(texts, drawn(form, value, path), `${userErrorText(error.code, language)} (${error.message})`)
    }
  }
  return texts
}

/** What the browser itself finds wrong, each at the innermost field that the form draws. */
export function placedProblems(
  problems: readonly Problem[],
  form: Field,
  value: unknown,
  language: Language,
): Texts {
  const texts = new Map<string, string>()
  for (const { path, text } of problems) add(texts, drawn(form, value, path), text[language])
  return texts
}

/** Where the form draws what a path leads to: at its own field, at the others of an object, or at what is around it. */
function drawn(form: Field, value: unknown, path: Path): string {
  let length = path.length
  while (length > 0 && !fieldAt(form, path.slice(0, length))) length -= 1
  const around = path.slice(0, length)
  const field = fieldAt(form, around)
  const isAmongOthers =
    length < path.length &&
    field?.kind === 'object' &&
    (field.hasOthers || readValue(value, path.slice(0, length + 1)) !== undefined)
  return pointerOf(isAmongOthers ? [...around, OTHERS] : around)
}

function add(texts: Map<string, string>, pointer: string, text: string) {
  const before = texts.get(pointer)
  if (before === undefined) texts.set(pointer, text)
  else if (!before.includes(text)) texts.set(pointer, `${before} ${text}`)
}
