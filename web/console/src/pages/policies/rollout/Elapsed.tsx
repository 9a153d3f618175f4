import { defineMessages, useLanguage, useMessages } from '@shared/i18n'
import { Time } from '@shared/ui'
import { useEffect, useState } from 'react'
import { type Phase, spanText } from './wave'

const messages = defineMessages({
  zh: {
    landed: (span: string) => `用时${span}，全部送达`,
    landedAll: '已全部送达',
    running: (span: string) => `发布后 ${span}`,
    published: '发布于',
  },
  en: {
    landed: (span: string) => `Arrived everywhere in ${span}`,
    landedAll: 'Arrived everywhere',
    running: (span: string) => `${span} since it was published`,
    published: 'Published',
  },
})

interface ElapsedProps {
  publishedAt: string
  phase: Phase
  /** How long it took to arrive everywhere, in milliseconds; null if that is not known. */
  took: number | null
}

/** How long a version has been on its way, or took. */
export function Elapsed({ publishedAt, phase, took }: ElapsedProps) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const [now, setNow] = useState(Date.now)
  const running = phase !== 'landed'
  useEffect(() => {
    if (!running) return
    const timer = setInterval(() => setNow(Date.now()), 500)
    return () => clearInterval(timer)
  }, [running])
  const span = Math.max(0, now - Date.parse(publishedAt))
  return (
    <p className="rollout-wave-count">
      {running
        ? t.running(spanText(span, language))
        : took === null
          ? t.landedAll
          : t.landed(spanText(took, language))}
      {' · '}
      {t.published} <Time at={publishedAt} style="full" />
    </p>
  )
}
