import { levelName, useLanguage, useMessages } from '@shared/i18n'
import { Combobox } from '@shared/ui'
import { pathOf, searchChapters } from '../pick/pick'
import { messages } from './messages'
import { ancestorsOf, chapterAt, rowOfId, type TreeIndex } from './tree'
import { searchRows } from './visible'

/** How many of a past tree are offered. */
const MOST = 20

interface Hit {
  id: string
  name: string
  detail: string
}

/**
 * Finds a chapter and shows it in the tree. The server searches the tree of today, by pinyin too; a tree of the past is
 * searched here, by what is known of it.
 */
export function TreeFinder({
  index,
  past,
  onFound,
}: {
  index: TreeIndex
  past: boolean
  onFound: (row: number) => void
}) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const now = async (text: string, signal: AbortSignal): Promise<Hit[]> => {
    const found = await searchChapters(text, signal)
    return found.map(chapter => ({
      id: chapter.id,
      name: chapter.name,
      detail: [levelName(language, chapter.level), pathOf(chapter), chapter.divisions[0]]
        .filter(Boolean)
        .join(' · '),
    }))
  }
  const then = async (text: string): Promise<Hit[]> =>
    searchRows(index, text, MOST).map(row => {
      const chapter = chapterAt(index, row)
      const path = ancestorsOf(index, row)
        .slice(0, -1)
        .map(above => index.names[above])
        .reverse()
      return {
        id: chapter.id,
        name: chapter.name,
        detail: [levelName(language, chapter.level), path.join(' › '), chapter.division]
          .filter(Boolean)
          .join(' · '),
      }
    })
  return (
    <Combobox<Hit>
      label={t.search}
      placeholder={past ? t.searchPastHint : t.searchHint}
      value={null}
      search={past ? then : now}
      itemKey={hit => hit.id}
      itemLabel={hit => hit.name}
      itemDetail={hit => hit.detail}
      onChange={hit => {
        const row = rowOfId(index, hit?.id ?? null)
        if (row >= 0) onFound(row)
      }}
    />
  )
}
