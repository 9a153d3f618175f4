import { dayText, useLanguage } from '@shared/i18n'

/** A calendar day; a dash for none. */
export function Day({ on }: { on: string | null | undefined }) {
  const { language } = useLanguage()
  if (!on) return '—'
  return <time dateTime={on}>{dayText(on, language)}</time>
}
