/** An encrypted text, and what it takes beside the key to open it. */
export interface Sealed {
  iv: Uint8Array<ArrayBuffer>
  ciphertext: ArrayBuffer
}

/** A key that can be used, stored and destroyed, but not read by any script. */
export function newKey(): Promise<CryptoKey> {
  return crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
}

/**
 * Encrypts a value as JSON, bound to `place`: opened as anything else's, it does not open. A record that was moved to
 * another name or account is thereby found out like one whose bytes were changed.
 */
export async function seal(key: CryptoKey, place: readonly string[], value: unknown): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const ciphertext = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv, additionalData: bytesOf(place) },
    key,
    bytesOf(value),
  )
  return { iv, ciphertext }
}

/** The value that was sealed for this place; undefined if it was changed, moved, or sealed with another key. */
export async function open(key: CryptoKey, place: readonly string[], sealed: Sealed): Promise<unknown> {
  try {
    const { iv, ciphertext } = sealed
    const bytes = await crypto.subtle.decrypt(
      { name: 'AES-GCM', iv, additionalData: bytesOf(place) },
      key,
      ciphertext,
    )
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return undefined
  }
}

/** JSON keeps the parts of a place apart, whatever characters they hold. */
function bytesOf(value: unknown): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify(value)) as Uint8Array<ArrayBuffer>
}
