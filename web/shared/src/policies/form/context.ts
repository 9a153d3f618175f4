import { createContext, useContext } from 'react'
import { type Limits, limitsAt } from '../limits/limits'
import { type Path, pointerOf, stepsOf } from '../schema/path'
import type { Texts } from './errors'

/** What every field of a form needs to know beside its own value. */
export interface FormState {
  disabled: boolean
  /** What the server refused: shown at once. */
  errors: Texts
  /** What the browser finds wrong: shown where somebody has been. */
  problems: Texts
  isSeen: (pointer: string) => boolean
  see: (pointer: string) => void
  limits?: Limits
}

export const FormContext = createContext<FormState>({
  disabled: false,
  errors: new Map(),
  problems: new Map(),
  isSeen: () => false,
  see: () => {},
})

/** What a field at a path needs: its error, its limits, whether it can be changed, and how to say that it was visited. */
export function useField(path: Path) {
  const form = useContext(FormContext)
  const pointer = pointerOf(path)
  const problem = form.isSeen(pointer) ? form.problems.get(pointer) : undefined
  return {
    disabled: form.disabled,
    error: form.errors.get(pointer) ?? problem,
    limits: form.limits && limitsAt(form.limits, path),
    see: () => form.see(pointer),
    /** Whether it is one of a list: it may go, so it is not marked as required. */
    isItem: typeof path.at(-1) === 'number',
  }
}

/** The same for a part that is written as one JSON text: what is wrong anywhere within it stands there. */
export function useWholeField(path: Path) {
  const form = useContext(FormContext)
  const field = useField(path)
  const pointer = pointerOf(path)
  const texts = (all: Texts) =>
    [...all].flatMap(([at, text]) => {
      if (at !== pointer && !at.startsWith(`${pointer}/`)) return []
      const within = stepsOf(at.slice(pointer.length)).join(' › ')
      return [within ? `${within}: ${text}` : text]
    })
  const shown = new Set([...texts(form.errors), ...(form.isSeen(pointer) ? texts(form.problems) : [])])
  return { ...field, error: shown.size > 0 ? [...shown].join(' ') : undefined }
}
