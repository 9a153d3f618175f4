import type { DraftForm } from './draftForm'

/** A form that was left before it was saved. */
export interface KeptForm {
  form: DraftForm
  /** When it was kept, as an ISO instant. */
  at: string
}

/** Forms that were kept by other code than this are not read. */
const VERSION = 1

/** Where forms are kept: a window's own storage, which lives as long as the window and survives a reload. */
export type FormStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

const PREFIX = 'flotilla.console.draft.'

function nameOf(account: string, policy: string): string {
  return `${PREFIX}${account}.${policy}`
}

/** Keeps a person's form for a policy. Answers whether the browser took it. */
export function keepForm(
  storage: FormStorage,
  of: { account: string; policy: string },
  kept: KeptForm,
): boolean {
  try {
    storage.setItem(nameOf(of.account, of.policy), JSON.stringify({ version: VERSION, ...kept }))
    return true
  } catch {
    // Full or forbidden: the form then lives in the page alone, and the page says so.
    return false
  }
}

/** The form that a person left for a policy; null if there is none that can be read. */
export function keptForm(storage: FormStorage, of: { account: string; policy: string }): KeptForm | null {
  try {
    const kept: unknown = JSON.parse(storage.getItem(nameOf(of.account, of.policy)) ?? 'null')
    return isKept(kept) ? { form: kept.form, at: kept.at } : null
  } catch {
    return null
  }
}

/** Forgets a form: it was saved, or given up. */
export function forgetForm(storage: FormStorage, of: { account: string; policy: string }): void {
  try {
    storage.removeItem(nameOf(of.account, of.policy))
  } catch {
    // What could not be kept need not be forgotten.
  }
}

/** Forgets every form of this window: whoever signs out leaves nothing for the next person. */
export function forgetForms(storage: Storage): void {
  try {
    for (const name of Object.keys(storage)) if (name.startsWith(PREFIX)) storage.removeItem(name)
  } catch {
    // What could not be kept need not be forgotten.
  }
}

function isKept(kept: unknown): kept is KeptForm {
  if (typeof kept !== 'object' || kept === null) return false
  const { version, at, form } = kept as Record<string, unknown>
  if (version !== VERSION || typeof at !== 'string' || typeof form !== 'object' || form === null) return false
  const { issuer, body, urgency, levels, divisions, everywhere } = form as Record<string, unknown>
  return (
    typeof issuer === 'string' &&
    typeof body === 'string' &&
    (urgency === 'NORMAL' || urgency === 'URGENT') &&
    typeof everywhere === 'boolean' &&
    Array.isArray(levels) &&
    Array.isArray(divisions)
  )
}
