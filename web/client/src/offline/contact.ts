import type { Clock } from './environment'
import { Observable } from './observable'

/** Whether the server can be reached, as far as is known, and when it last was. */
export interface Contact {
  online: boolean
  /** In milliseconds since 1970. Null if it never was for this account on this device. */
  lastContactAt: number | null
}

/** How often the time of last contact is written down, in milliseconds. */
const NOTE_EVERY_MS = 60_000

/**
 * Keeps what is known of the connection. The browser only knows whether there is some network; requests that were
 * answered, or were not, know better and are believed until the browser tells of a change.
 */
export class ContactKeeper extends Observable<Contact> {
  readonly #clock: Clock
  readonly #note: () => void
  #notedAt = Number.NEGATIVE_INFINITY

  /** `note` writes the time of contact down; it is called now and then, not at each. */
  constructor(clock: Clock, online: boolean, note: () => void) {
    super({ online, lastContactAt: null })
    this.#clock = clock
    this.#note = note
  }

  /** The server has answered. */
  reached(): void {
    const now = this.#clock.now()
    this.set({ online: true, lastContactAt: now })
    if (now - this.#notedAt < NOTE_EVERY_MS) return
    this.#notedAt = now
    this.#note()
  }

  /** The server did not answer, or the browser says that there is no network. */
  lost(): void {
    this.set({ ...this.value, online: false })
  }

  /** The browser says that there is network again. */
  network(): void {
    this.set({ ...this.value, online: true })
  }

  /** Another account, or none, is here now. */
  since(lastContactAt: number | null): void {
    this.#notedAt = Number.NEGATIVE_INFINITY
    this.set({ ...this.value, lastContactAt })
  }
}
