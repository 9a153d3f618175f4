import { Fault, faultOf, type WireError } from './fault'

/** How long an answer may take before the network counts as gone, in milliseconds. */
const PATIENCE = 20_000

/** Posts JSON to this server and answers the response; throws an `offline` fault where none came. */
export async function post(
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
  signal?: AbortSignal,
): Promise<Response> {
  const patience = AbortSignal.timeout(PATIENCE)
  try {
    return await fetch(path, {
      method: 'POST',
      credentials: 'same-origin',
      cache: 'no-store',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
      signal: signal ? AbortSignal.any([signal, patience]) : patience,
    })
  } catch (error) {
    // Who gave up on the answer wants no error told.
    if (signal?.aborted) throw error
    throw new Fault({ code: 'OFFLINE', message: 'the server was not reached', status: 0 })
  }
}

/** The JSON of an answer; a fault where it is none, such as a proxy's own page, or where the network cut it off. */
export async function json<T extends { errors?: readonly WireError[] }>(response: Response): Promise<T> {
  const text = await response.text().catch((error: unknown) => {
    // Who gave up on the answer wants no error told.
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new Fault({ code: 'OFFLINE', message: 'the answer broke off', status: 0 })
  })
  try {
    return JSON.parse(text) as T
  } catch {
    throw faultOf([], response.ok ? undefined : response)
  }
}
