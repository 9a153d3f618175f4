/** What a person can do without network. */
export type Kind = 'acknowledge' | 'mark-read' | 'override-set' | 'override-clear'

/** What an entry is about, in words for the person who made it. */
export interface Label {
  /** The policy's title. */
  policy: string
  /** The chapter's name. */
  chapter: string
  /** What is told apart by: a version, a value. */
  detail?: string
}

interface Intent<K extends Kind, Input> {
  kind: K
  /** The policy's key: what is done to one policy of one chapter is sent in order. */
  policy: string
  /** The mutation's input, but for the request key, which the outbox gives. */
  input: Input
  label: Label
}

/** Something a person wants done. */
export type Draft =
  | Intent<'acknowledge', { chapter: string; version: string; hash: string }>
  | Intent<'mark-read', { chapter: string; version: string }>
  | Intent<'override-set', { chapter: string; key: string; value: unknown }>
  | Intent<'override-clear', { chapter: string; key: string }>

/**
 * Why an entry is not done.
 *
 * - `offline`, `server`, `rate-limited`: it will be sent again. `signed-out`: once the person has signed in again.
 * - `refused`: the server will never do it as it stands.
 * - `too-late`: it was sent without an answer so long ago that the server no longer knows whether it did it.
 */
export type Reason = 'offline' | 'signed-out' | 'rate-limited' | 'server' | 'refused' | 'too-late'

/** Why an entry is not done, as the server told it. */
export interface Problem {
  reason: Reason
  /** The API's code: of a broken rule or of a fault. */
  code: string
  message: string
  requestId: string | null
  /** How long the server asks to wait, in milliseconds. */
  retryAfterMs: number | null
}

/**
 * Where an entry is. `confirmed` is one that the server has done, shown until the pages have read its effect; it stands
 * in no store any more.
 */
export type EntryState = 'waiting' | 'sending' | 'refused' | 'confirmed'

/** An entry of the outbox. */
export type OutboxEntry = Draft & {
  id: string
  /** The same at every attempt, so that the server does it once. */
  requestKey: string
  account: string
  createdAt: number
  attempts: number
  /** When it was first sent, answered or not. Null if it never was. */
  firstSentAt: number | null
  lastProblem: Problem | null
  state: EntryState
}

/** Whether an entry is still to be done: neither refused, nor done already. */
export function isOnItsWay(entry: OutboxEntry | null): boolean {
  return entry?.state === 'waiting' || entry?.state === 'sending'
}

/** What must be sent in order: entries about the same policy of the same chapter. */
export function subjectOf(entry: Draft): string {
  return JSON.stringify([entry.input.chapter, entry.policy])
}

/** Whether an entry sets or clears a chapter's own value. */
export function isOverride(entry: Draft): boolean {
  return entry.kind === 'override-set' || entry.kind === 'override-clear'
}
