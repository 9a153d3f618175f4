import { useEffect, useRef, useState } from 'react'

/** How long typing must pause before it is searched for, in milliseconds. */
const PAUSE_MS = 220

interface Found<T> {
  items: readonly T[]
  state: 'searching' | 'done' | 'failed'
}

/** Searches for a text while `on`, when typing pauses. A search that is overtaken is aborted, and its answer dropped. */
export function useSearch<T>(
  search: (text: string, signal: AbortSignal) => Promise<readonly T[]>,
  text: string,
  on: boolean,
): Found<T> {
  const [found, setFound] = useState<Found<T>>({ items: [], state: 'searching' })
  // Callers write the function in place, so it is another one on every render: that alone is no reason to search again.
  const latest = useRef(search)
  useEffect(() => {
    latest.current = search
  })

  useEffect(() => {
    if (!on) return
    const controller = new AbortController()
    setFound(before => ({ items: before.items, state: 'searching' }))
    const timer = setTimeout(
      async () => {
        try {
          const items = await latest.current(text.trim(), controller.signal)
          if (!controller.signal.aborted) setFound({ items, state: 'done' })
        } catch {
          if (!controller.signal.aborted) setFound({ items: [], state: 'failed' })
        }
      },
      text === '' ? 0 : PAUSE_MS,
    )
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  }, [text, on])

  return found
}
