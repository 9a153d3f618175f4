/** China has kept eight hours before UTC, without daylight saving, since 1992. */
const OFFSET = '+08:00'
const OFFSET_MS = 8 * 60 * 60 * 1000

/** An instant as a clock in Shanghai shows it, in the form of `datetime-local`; empty for none or for no instant. */
export function toShanghai(instant: string | null | undefined): string {
  const ms = instant ? Date.parse(instant) : Number.NaN
  return Number.isNaN(ms) ? '' : new Date(ms + OFFSET_MS).toISOString().slice(0, 16)
}

/** The instant, in ISO 8601 and UTC, at which a clock in Shanghai shows this; null for none. */
export function fromShanghai(local: string): string | null {
  const ms = Date.parse(local.length === 16 ? `${local}:00${OFFSET}` : `${local}${OFFSET}`)
  return Number.isNaN(ms) ? null : new Date(ms).toISOString()
}
