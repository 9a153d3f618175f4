import { useCallback, useState } from 'react'
import { useSearchParams } from 'react-router'

/**
 * A choice that stands in the address, so that it can be passed on and survives a reload. The address follows a moment
 * later than a control must show what was chosen, so the choice is also kept here.
 */
export function useAddressParam(name: string): [string | null, (value: string | null) => void] {
  const [search, setSearch] = useSearchParams()
  const stands = search.get(name)
  const [known, setKnown] = useState(stands)
  const [shown, setShown] = useState(stands)
  if (stands !== known) {
    setKnown(stands)
    setShown(stands)
  }
  const change = useCallback(
    (value: string | null) => {
      setShown(value)
      setSearch(
        before => {
          const next = new URLSearchParams(before)
          if (value === null) next.delete(name)
          else next.set(name, value)
          return next
        },
        { replace: true, preventScrollReset: true },
      )
    },
    [name, setSearch],
  )
  return [shown, change]
}
