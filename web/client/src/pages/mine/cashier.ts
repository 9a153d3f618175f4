import { faultOf } from '@shared/api'
import { json, post } from '@shared/api/http'

/** The name under which the provider that moves no money stands in the API. */
const SANDBOX = 'sandbox'

/** Where somebody pays. */
export type Till =
  | { kind: 'sandbox'; path: string; reference: string }
  | { kind: 'elsewhere'; address: string }

/** What starts a payment answers. */
interface Started {
  provider: string | null
  payUrl: string | null
  reference: string | null
}

/**
 * Where a payment that was started is paid: with the sandbox on a page of ours, which plays the payer; with any other
 * provider on the provider's own, and only over TLS. Null where the answer names no such place.
 */
export function tillOf({ provider, payUrl, reference }: Started): Till | null {
  if (!payUrl) return null
  if (provider === SANDBOX && reference) {
    const path = payUrl.split('?')[0] ?? ''
    return path.startsWith('/payments/') ? { kind: 'sandbox', path, reference } : null
  }
  return payUrl.startsWith('https://') ? { kind: 'elsewhere', address: payUrl } : null
}

/** Plays the payer of the sandbox: pays, or fails to. Throws a `Fault` where that could not be told. */
export async function playPayer(till: Extract<Till, { kind: 'sandbox' }>, pays: boolean): Promise<void> {
  const response = await post(till.path, { reference: till.reference, ...(pays ? {} : { fail: true }) })
  const answer = await json<{ errors?: readonly { message: string }[] }>(response)
  if (!response.ok) throw faultOf(answer.errors ?? [], response)
}
