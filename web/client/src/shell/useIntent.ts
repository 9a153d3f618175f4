import { asFault, type Fault, newRequestKey } from '@shared/api'
import type { ShownUserError } from '@shared/ui'
import { useRef, useState } from 'react'

/** Something a person wants done now, and how that goes. */
export interface Intent<T> {
  run: (input: T) => void
  busy: boolean
  errors: readonly ShownUserError[]
  fault: Fault | null
  reset: () => void
}

/**
 * Does something at once, which needs a network: what concerns members or money is never put into the outbox, where it would
 * stay on the phone. The same input keeps its request key when it is tried again, so that it is done once.
 */
export function useIntent<
  T extends { requestKey: string },
  P extends { userErrors: readonly ShownUserError[] },
>(perform: (input: T) => Promise<P>, onDone: (payload: P) => void): Intent<Omit<T, 'requestKey'>> {
  const intent = useRef({ text: '', key: '' })
  const [busy, setBusy] = useState(false)
  const [errors, setErrors] = useState<readonly ShownUserError[]>([])
  const [fault, setFault] = useState<Fault | null>(null)
  const reset = () => {
    setErrors([])
    setFault(null)
  }
  const run = async (input: Omit<T, 'requestKey'>) => {
    const text = JSON.stringify(input)
    if (intent.current.text !== text) intent.current = { text, key: newRequestKey() }
    setBusy(true)
    reset()
    try {
      const payload = await perform({ ...input, requestKey: intent.current.key } as T)
      setErrors(payload.userErrors)
      if (payload.userErrors.length > 0) return
      intent.current = { text: '', key: '' }
      onDone(payload)
    } catch (error) {
      setFault(asFault(error))
    } finally {
      setBusy(false)
    }
  }
  return { run: input => void run(input), busy, errors, fault, reset }
}
