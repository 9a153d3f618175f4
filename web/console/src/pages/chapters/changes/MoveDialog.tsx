import { execute } from '@shared/api'
import { useMessages } from '@shared/i18n'
import { KeyValue, useToast } from '@shared/ui'
import { useState } from 'react'
import { MoveChapterDocument, PreviewChapterMoveDocument } from '../../../gql/graphql'
import { ChapterPicker } from '../pick/ChapterPicker'
import type { FoundChapter } from '../pick/pick'
import { ChangeDialog } from './ChangeDialog'
import type { ChangeProps } from './chapter'
import { ranksAbove } from './levels'
import { messages } from './messages'
import { useIntent } from './useIntent'

/** Puts a chapter, with all below it, under another. */
export function MoveDialog({ chapter, onClose }: ChangeProps) {
  const t = useMessages(messages)
  const toast = useToast()
  const [parent, setParent] = useState<FoundChapter | null>(null)
  const intent = useIntent({
    perform: async (input: { id: string; parent: string; version: number; requestKey?: string }) =>
      (await execute(MoveChapterDocument, { input })).chapterMove,
    onDone: () => {
      toast({ tone: 'good', text: t.move.done })
      onClose()
    },
  })
  return (
    <ChangeDialog
      title={t.titleOf(t.move.title, chapter.name)}
      version={chapter.version}
      input={parent && { id: chapter.id, parent: parent.id, version: chapter.version }}
      preview={async (input, signal) =>
        (await execute(PreviewChapterMoveDocument, { input }, { signal })).chapterMovePreview
      }
      intent={intent}
      confirmLabel={t.move.confirm}
      onClose={onClose}
      form={
        <>
          <KeyValue items={[{ label: t.move.from, value: chapter.parent?.name }]} />
          <ChapterPicker
            label={t.move.to}
            hint={t.move.hint}
            required
            value={parent}
            onChange={setParent}
            accept={found => ranksAbove(found.level, chapter.level) && found.id !== chapter.parent?.id}
          />
        </>
      }
    />
  )
}
