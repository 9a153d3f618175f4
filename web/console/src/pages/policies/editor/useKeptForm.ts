import { useCallback, useEffect, useRef, useState } from 'react'
import { type DraftForm, sameForm } from './draftForm'
import { forgetForm, keepForm, keptForm } from './keptForm'

/** A form that is kept in this window until it is saved, through reloads and sign-ins. */
export interface Kept {
  form: DraftForm
  change: (part: Partial<DraftForm>) => void
  /** Whether it says something else than what it started from. */
  dirty: boolean
  /** Whether there is something to lose right now. */
  unsaved: () => boolean
  /** When what is shown was left unsaved earlier; null if it was not. */
  restoredAt: string | null
  /** Whether the browser keeps it. */
  durable: boolean
  /** Back to what it started from; what was written is forgotten. */
  discard: () => void
  /** It was saved: there is nothing to keep any more. */
  saved: () => void
}

/** Holds the form of a person's next version of a policy. `initial` counts where nothing is kept. */
export function useKeptForm(of: { account: string; policy: string }, initial: DraftForm): Kept {
  const { account, policy } = of
  const [start] = useState(initial)
  const [kept] = useState(() => keptForm(sessionStorage, { account, policy }))
  const [form, setForm] = useState(kept?.form ?? start)
  const [restoredAt, setRestoredAt] = useState(kept && !sameForm(kept.form, start) ? kept.at : null)
  const [durable, setDurable] = useState(true)
  const isSaved = useRef(false)
  const dirty = !sameForm(form, start)

  useEffect(() => {
    if (isSaved.current) return
    const name = { account, policy }
    if (dirty) setDurable(keepForm(sessionStorage, name, { form, at: new Date().toISOString() }))
    else forgetForm(sessionStorage, name)
  }, [form, dirty, account, policy])

  const change = useCallback((part: Partial<DraftForm>) => setForm(before => ({ ...before, ...part })), [])
  const discard = useCallback(() => {
    forgetForm(sessionStorage, { account, policy })
    setRestoredAt(null)
    setForm(start)
  }, [account, policy, start])
  const saved = useCallback(() => {
    isSaved.current = true
    forgetForm(sessionStorage, { account, policy })
  }, [account, policy])
  const unsaved = useCallback(() => dirty && !isSaved.current, [dirty])
  return { form, change, dirty, unsaved, restoredAt, durable, discard, saved }
}
