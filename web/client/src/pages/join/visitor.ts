/** Under which name this phone keeps its token. */
const KEY = 'flotilla.visitor'

/** What a token looks like, as the API takes it. */
const GOOD = /^[A-Za-z0-9_-]{32,64}$/

/** What keeps a text on this device. */
export type Shelf = Pick<Storage, 'getItem' | 'setItem'>

/** For a phone that keeps nothing: the same token for as long as the page is open. */
let forNow: string | null = null

/**
 * The token of this phone: made once, out of nothing that says who somebody is. It tells the server that the link which is
 * opened and the person who joins belong together; only a keyed hash of it is kept there.
 */
export function visitorToken(shelf: () => Shelf = () => localStorage): string {
  try {
    const kept = shelf().getItem(KEY)
    if (kept && GOOD.test(kept)) return kept
    const made = forNow ?? newToken()
    forNow = made
    shelf().setItem(KEY, made)
    return made
  } catch {
    // Storage may be forbidden or full; who joins without a pause between is known all the same.
    forNow ??= newToken()
    return forNow
  }
}

function newToken(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(24))
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
}
