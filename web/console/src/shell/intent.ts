import { newRequestKey } from '@shared/api'
import { useCallback, useRef } from 'react'

/**
 * The request key of what a person is about to do. The same input keeps its key, so that a second click or another try after
 * a lost answer does it once; another input is another intent. `done` ends it: the same input afterwards is meant anew.
 */
export function useIntent<T>(): { keyFor: (input: T) => string; done: () => void } {
  const held = useRef<{ input: string; key: string } | null>(null)
  const keyFor = useCallback((input: T) => {
    const text = JSON.stringify(input)
    if (held.current?.input !== text) held.current = { input: text, key: newRequestKey() }
    return held.current.key
  }, [])
  const done = useCallback(() => {
    held.current = null
  }, [])
  return { keyFor, done }
}
