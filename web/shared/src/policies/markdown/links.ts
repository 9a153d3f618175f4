/** Schemes that a policy's text may link to. */
const ALLOWED = new Set(['http:', 'https:', 'mailto:'])

/**
 * The address of a link, if it leads to the web or to a mailbox; else `undefined`.
 *
 * Only whole addresses: one without a scheme would lead into these pages, where a policy's text has no business.
 */
export function safeAddress(address: unknown): string | undefined {
  if (typeof address !== 'string') return undefined
  try {
    const url = new URL(address.trim())
    return ALLOWED.has(url.protocol) ? url.href : undefined
  } catch {
    return undefined
  }
}
