import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'

/** The languages of the pages. Chinese is what most people here read. */
export type Language = 'zh' | 'en'

const STORED = 'flotilla.language'
const TAGS: Record<Language, string> = { zh: 'zh-CN', en: 'en' }

interface LanguageChoice {
  language: Language
  setLanguage: (language: Language) => void
}

const LanguageContext = createContext<LanguageChoice>({ language: 'zh', setLanguage: () => {} })

/** The tag of a language for `lang` attributes and for `Intl`. */
export function languageTag(language: Language): string {
  return TAGS[language]
}

function stored(): Language {
  try {
    return localStorage.getItem(STORED) === 'en' ? 'en' : 'zh'
  } catch {
    // A browser that refuses storage still shows the pages.
    return 'zh'
  }
}

/** Gives everything below the language that was chosen, and keeps the choice for the next visit. */
export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState(stored)

  useEffect(() => {
    document.documentElement.lang = TAGS[language]
    try {
      localStorage.setItem(STORED, language)
    } catch {
      // The choice then holds until the page is closed.
    }
  }, [language])

  const choice = useMemo(() => ({ language, setLanguage }), [language])
  return <LanguageContext value={choice}>{children}</LanguageContext>
}

/** The language in use, and how to change it. */
export function useLanguage(): LanguageChoice {
  return useContext(LanguageContext)
}
