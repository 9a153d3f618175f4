import { levelName, useLanguage } from '@shared/i18n'
import { Combobox } from '@shared/ui'
import type { ReactNode } from 'react'
import { type FoundChapter, pathOf, searchChapters } from './pick'

interface ChapterPickerProps {
  label: string
  value: FoundChapter | null
  onChange: (chapter: FoundChapter | null) => void
  /** Which of those found can be chosen at all. */
  accept?: (chapter: FoundChapter) => boolean
  hint?: ReactNode
  error?: ReactNode
  required?: boolean
}

/** Finds one chapter by name, pinyin or division code. */
export function ChapterPicker({ accept, ...rest }: ChapterPickerProps) {
  const { language } = useLanguage()
  return (
    <Combobox
      {...rest}
      search={async (text, signal) => {
        const found = await searchChapters(text, signal)
        return accept ? found.filter(accept) : found
      }}
      itemKey={chapter => chapter.id}
      itemLabel={chapter => chapter.name}
      itemDetail={chapter =>
        [levelName(language, chapter.level), pathOf(chapter)].filter(Boolean).join(' · ')
      }
    />
  )
}
