import { type TimeStyle, timeText, useLanguage } from '@shared/i18n'
import { useEffect, useState } from 'react'

/** How often a distance from now is told anew, in milliseconds. */
const TICK_MS = 30_000

interface TimeProps {
  /** The instant, in ISO 8601; nothing is shown as a dash. */
  at: string | null | undefined
  style?: TimeStyle
}

/** An instant, in Shanghai's time. */
export function Time({ at, style = 'full' }: TimeProps) {
  const { language } = useLanguage()
  const [now, setNow] = useState(Date.now)

  useEffect(() => {
    if (style !== 'relative') return
    const timer = setInterval(() => setNow(Date.now()), TICK_MS)
    return () => clearInterval(timer)
  }, [style])

  if (!at || Number.isNaN(Date.parse(at))) return '—'
  return (
    <time dateTime={at} title={timeText(at, 'full', language)}>
      {timeText(at, style, language, now)}
    </time>
  )
}
