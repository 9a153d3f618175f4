import { execute } from '@shared/api'
import { defineMessages, useMessages } from '@shared/i18n'
import { Combobox } from '@shared/ui'
import { ChapterDirectoryDocument, type ChapterDirectoryQuery } from '../../gql/mine/graphql'

const messages = defineMessages({
  zh: { hint: '输入名称、拼音或行政区划代码' },
  en: { hint: 'By name, pinyin or the code of the division' },
})

/** A chapter as everybody may know it. */
export type Listed = ChapterDirectoryQuery['chapterDirectory'][number]

interface FindChapterProps {
  label: string
  value: Listed | null
  onChange: (found: Listed | null) => void
  error?: string
  disabled?: boolean
}

/** Finds a chapter in the directory. */
export function FindChapter(props: FindChapterProps) {
  const t = useMessages(messages)
  return (
    <Combobox
      hint={t.hint}
      search={inDirectory}
      itemKey={listed => listed.id}
      itemLabel={listed => listed.name}
      itemDetail={whereabouts}
      {...props}
    />
  )
}

async function inDirectory(text: string, signal: AbortSignal): Promise<readonly Listed[]> {
  return (await execute(ChapterDirectoryDocument, { text }, { signal })).chapterDirectory
}

/** What stands above it, which tells chapters of one name apart. */
export function whereabouts(listed: Listed): string {
  return listed.within.join(' · ')
}
