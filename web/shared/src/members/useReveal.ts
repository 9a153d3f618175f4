import { asFault, type Fault, newRequestKey } from '@shared/api'
import type { ShownUserError } from '@shared/ui'
import { useEffect, useRef, useState } from 'react'

/** How long a phone and name are shown in clear, in milliseconds. */
export const CLEAR_MS = 60_000

/** Name and phone of a member in clear. */
export interface Clear {
  name: string
  phone: string
}

interface Answer {
  name: string | null
  phone: string | null
  userErrors: readonly ShownUserError[]
}

/** What is shown in clear, and how one comes to it. */
export interface Reveal {
  /** Null while masked. */
  clear: Clear | null
  /** Until it is masked again. */
  secondsLeft: number
  busy: boolean
  errors: readonly ShownUserError[]
  fault: Fault | null
  /** Asks for it; answers whether it is shown. The same reason tried again is one look. */
  ask: (reason: string) => Promise<boolean>
  hide: () => void
}

/**
 * Shows a member in clear for a while. What was revealed stands in the state of this component alone: no cache of
 * queries or mutations, which may be kept or looked into, ever holds it.
 */
export function useReveal(
  perform: (input: { reason: string; requestKey: string }) => Promise<Answer>,
): Reveal {
  const [shown, setShown] = useState<{ clear: Clear; until: number } | null>(null)
  const [now, setNow] = useState(Date.now)
  const [busy, setBusy] = useState(false)
  const [errors, setErrors] = useState<readonly ShownUserError[]>([])
  const [fault, setFault] = useState<Fault | null>(null)
  const intent = useRef({ reason: '', key: '' })

  useEffect(() => {
    if (!shown) return
    const look = () => {
      const at = Date.now()
      if (at >= shown.until) setShown(null)
      else setNow(at)
    }
    const timer = setInterval(look, 1000)
    // Timers rest while nobody sees the page, which must be masked when somebody does.
    document.addEventListener('visibilitychange', look)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', look)
    }
  }, [shown])

  const ask = async (reason: string) => {
    if (intent.current.reason !== reason) intent.current = { reason, key: newRequestKey() }
    setBusy(true)
    setErrors([])
    setFault(null)
    try {
      const { name, phone, userErrors } = await perform({ reason, requestKey: intent.current.key })
      setErrors(userErrors)
      if (name === null || phone === null) return false
      intent.current = { reason: '', key: '' }
      const at = Date.now()
      setNow(at)
      setShown({ clear: { name, phone }, until: at + CLEAR_MS })
      return true
    } catch (error) {
      setFault(asFault(error))
      return false
    } finally {
      setBusy(false)
    }
  }
  return {
    clear: shown?.clear ?? null,
    secondsLeft: shown ? Math.max(1, Math.ceil((shown.until - now) / 1000)) : 0,
    busy,
    errors,
    fault,
    ask,
    hide: () => setShown(null),
  }
}
