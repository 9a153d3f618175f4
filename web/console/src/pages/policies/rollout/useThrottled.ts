import { useEffect, useRef, useState } from 'react'

/** The value, told anew at most once in so many milliseconds; the last one is always told. */
export function useThrottled<T>(value: T, milliseconds: number): T {
  const [told, setTold] = useState(value)
  const last = useRef(0)
  useEffect(() => {
    const wait = Math.max(0, last.current + milliseconds - Date.now())
    const timer = setTimeout(() => {
      last.current = Date.now()
      setTold(value)
    }, wait)
    return () => clearTimeout(timer)
  }, [value, milliseconds])
  return told
}
