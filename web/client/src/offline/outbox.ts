import type { OutboxEntry, Problem } from './entry'

/** The outbox as pages show it. */
export interface Outbox {
  account: string | null
  /** Not confirmed yet, in the order they are sent; one of them may be on its way. */
  waiting: OutboxEntry[]
  /** Refused by the server, kept until the person has seen why. */
  refused: OutboxEntry[]
  /** Done by the server; the pages are reading the effect. */
  confirmed: OutboxEntry[]
  sending: boolean
  /** Why nothing is being sent although something waits. */
  paused: Problem | null
  /** When it is tried again by itself, in milliseconds since 1970. */
  retryAt: number | null
  /** Whether entries outlive the page. If not, the person must be told. */
  durable: boolean
}

/** Nobody's outbox. */
export const EMPTY: Omit<Outbox, 'durable'> = {
  account: null,
  waiting: [],
  refused: [],
  confirmed: [],
  sending: false,
  paused: null,
  retryAt: null,
}
