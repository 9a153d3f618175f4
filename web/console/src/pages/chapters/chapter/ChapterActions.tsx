import { useMessages } from '@shared/i18n'
import { Button } from '@shared/ui'
import { useState } from 'react'
import { CloseDialog } from '../changes/CloseDialog'
import type { ChapterHead } from '../changes/chapter'
import { MergeDialog } from '../changes/MergeDialog'
import { MoveDialog } from '../changes/MoveDialog'
import { OpenDialog } from '../changes/OpenDialog'
import { RenameDialog } from '../changes/RenameDialog'
import { SplitDialog } from '../changes/SplitDialog'
import { messages } from './messages'

type Change = 'open' | 'rename' | 'move' | 'split' | 'merge' | 'close'

/** What can be done to a chapter as part of the tree, by those who may. Headquarters stays where and what it is. */
export function ChapterActions({ chapter }: { chapter: ChapterHead }) {
  const t = useMessages(messages)
  const [change, setChange] = useState<Change | null>(null)
  if (!chapter.viewerCan.includes('CHAPTER_MANAGE')) return null
  const isRoot = chapter.level === 'HEADQUARTERS'
  const offered: Change[] = [
    ...(chapter.level === 'COUNTY' ? [] : (['open'] as const)),
    'rename',
    ...(isRoot ? [] : (['move', 'split', 'merge', 'close'] as const)),
  ]
  const dialog = { chapter, onClose: () => setChange(null) }
  return (
    <>
      {offered.map(kind => (
        <Button
          key={kind}
          icon={ICONS[kind]}
          variant={kind === 'open' ? 'primary' : 'secondary'}
          onClick={() => setChange(kind)}
        >
          {t.actions[kind]}
        </Button>
      ))}
      <OpenDialog
        open={change === 'open'}
        onClose={dialog.onClose}
        below={{ ...chapter, divisions: chapter.territory.map(each => each.code) }}
      />
      {change === 'rename' ? <RenameDialog {...dialog} /> : null}
      {change === 'move' ? <MoveDialog {...dialog} /> : null}
      {change === 'split' ? <SplitDialog {...dialog} /> : null}
      {change === 'merge' ? <MergeDialog {...dialog} /> : null}
      {change === 'close' ? <CloseDialog {...dialog} /> : null}
    </>
  )
}

const ICONS = {
  open: 'plus',
  rename: 'edit',
  move: 'move',
  split: 'split',
  merge: 'merge',
  close: 'close',
} as const
