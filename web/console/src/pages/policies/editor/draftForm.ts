import type { ChapterLevel, Urgency } from '@shared/gql/schema'
import type { EditorBaseFragment, PolicyDraftInput } from '../../../gql/graphql'

/** What stands in the editor of a version. */
export interface DraftForm {
  /** The chapter that issues it. */
  issuer: string
  value: unknown
  body: string
  urgency: Urgency
  /** Null for what the urgency says. */
  acknowledgeWithinHours: number | null
  /** Null for at once. */
  effectiveAt: string | null
  vacantMustAcknowledge: boolean
  /** The levels in scope; all that can be chosen stands for all. */
  levels: ChapterLevel[]
  /** Whether all of the issuer's subtree is in scope, whatever is ticked. */
  everywhere: boolean
  /** Codes of the ticked divisions. */
  divisions: string[]
}

const LEVELS: readonly ChapterLevel[] = ['PROVINCE', 'PREFECTURE', 'COUNTY']

/** Hours to acknowledge within, if a version does not say. */
export const HOURS: Record<Urgency, number> = { NORMAL: 72, URGENT: 24 }

/** The levels that an issuer can choose from: its own and those below; of headquarters only those below. */
export function levelsBelow(issuer: ChapterLevel): readonly ChapterLevel[] {
  return issuer === 'HEADQUARTERS' ? LEVELS : LEVELS.slice(LEVELS.indexOf(issuer))
}

/** The form of a version that starts from another, or from nothing. */
export function formFrom(
  issuer: { id: string; level: ChapterLevel },
  base: EditorBaseFragment | null,
  empty: unknown,
): DraftForm {
  const levels = levelsBelow(issuer.level)
  if (!base) {
    return {
      issuer: issuer.id,
      value: empty,
      body: '',
      urgency: 'NORMAL',
      acknowledgeWithinHours: null,
      effectiveAt: null,
      vacantMustAcknowledge: false,
      levels: [...levels],
      everywhere: true,
      divisions: [],
    }
  }
  const own = base.acknowledgeWithinHours !== HOURS[base.urgency]
  return {
    issuer: issuer.id,
    value: base.value,
    body: base.body,
    urgency: base.urgency,
    acknowledgeWithinHours: own ? base.acknowledgeWithinHours : null,
    // An effect in the past belongs to the old version: the new one begins when it is published.
    effectiveAt: null,
    vacantMustAcknowledge: base.vacantMustAcknowledge,
    levels: base.scopeLevels.length > 0 ? [...base.scopeLevels] : [...levels],
    everywhere: base.scopeDivisions.length === 0,
    divisions: [...base.scopeDivisions],
  }
}

/** The levels as the API takes them: none for all. */
export function levelsSent(form: DraftForm, issuer: ChapterLevel): ChapterLevel[] {
  return levelsBelow(issuer).every(level => form.levels.includes(level)) ? [] : form.levels
}

/** What drafts the version. `divisions` are the codes of all territories in scope, none for everywhere. */
export function draftInput(
  form: DraftForm,
  policy: string,
  scope: { levels: ChapterLevel[]; divisions: string[] },
): PolicyDraftInput {
  return {
    key: policy,
    issuer: form.issuer,
    value: form.value,
    body: form.body,
    urgency: form.urgency,
    acknowledgeWithinHours: form.acknowledgeWithinHours,
    effectiveAt: form.effectiveAt,
    vacantMustAcknowledge: form.vacantMustAcknowledge,
    ...scope,
  }
}

/** Whether a form says for whom it is; nothing ticked is nobody, not everybody. */
export function hasScope(form: DraftForm): boolean {
  return form.levels.length > 0 && (form.everywhere || form.divisions.length > 0)
}

/** The longest text of a version, in characters. */
export const BODY_MOST = 20_000

/** The most hours that an acknowledgement may be given: a year. */
export const HOURS_MOST = 8_760

/** Whether the hours of a form are ones that the server takes. */
export function hoursFit({ acknowledgeWithinHours: hours }: DraftForm): boolean {
  return hours === null || (Number.isInteger(hours) && hours >= 1 && hours <= HOURS_MOST)
}

/** Whether the text of a form is there and not too long; the server counts characters, not UTF-16 units. */
export function bodyFits({ body }: DraftForm): boolean {
  return body.trim() !== '' && [...body].length <= BODY_MOST
}

/** Whether two forms say the same. What is typed and no value yet compares by its text. */
export function sameForm(a: DraftForm, b: DraftForm): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
