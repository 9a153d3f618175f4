import type { ChapterLevel, PolicyMode } from '@shared/gql/schema'
import { defineMessages, type Language, levelName } from '@shared/i18n'

/** Words that several pages about policies share. */
export const words = defineMessages({
  zh: {
    version: (number: number) => `第 ${number} 版`,
    mode: '下级可否改动',
    modes: {
      LOCKED: '全国一个值，下级分舵不能改。',
      BOUNDED: '下级分舵只能在给定范围内收窄，例如价格区间、可选项。',
      OPEN: '下级分舵可以换成自己的值。',
    },
    unknown: '（不可见）',
  },
  en: {
    version: (number: number) => `Version ${number}`,
    mode: 'What chapters below may do',
    modes: {
      LOCKED: 'One value everywhere: no chapter below may change it.',
      BOUNDED: 'Chapters below may only narrow it, a price range or a set of choices for instance.',
      OPEN: 'Chapters below may put a value of their own in its place.',
    },
    unknown: '(not visible)',
  },
})

export const MODES: readonly PolicyMode[] = ['BOUNDED', 'LOCKED', 'OPEN']

/** Levels in a row: 省级、地级. */
export function levelsText(levels: readonly ChapterLevel[], language: Language): string {
  return levels.map(level => levelName(language, level)).join(language === 'zh' ? '、' : ', ')
}
