import { type Language, languageTag, useLanguage } from '@shared/i18n'
import { Button } from './Button'

/** What the other language is called in itself: who needs it can read that. */
const OTHER: Record<Language, { language: Language; name: string }> = {
  zh: { language: 'en', name: 'English' },
  en: { language: 'zh', name: '中文' },
}

/** Changes to the other language. */
export function LanguageSwitch() {
  const { language, setLanguage } = useLanguage()
  const other = OTHER[language]
  return (
    <Button
      variant="quiet"
      size="s"
      icon="globe"
      lang={languageTag(other.language)}
      onClick={() => setLanguage(other.language)}
    >
      {other.name}
    </Button>
  )
}
