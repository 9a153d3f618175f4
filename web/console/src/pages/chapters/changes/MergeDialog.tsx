import { execute } from '@shared/api'
import { useMessages } from '@shared/i18n'
import { useToast } from '@shared/ui'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { MergeChaptersDocument, PreviewChapterMergeDocument } from '../../../gql/graphql'
import { ChapterPicker } from '../pick/ChapterPicker'
import type { FoundChapter } from '../pick/pick'
import { ChangeDialog } from './ChangeDialog'
import type { ChangeProps } from './chapter'
import { messages } from './messages'
import { useIntent } from './useIntent'

/** Merges a chapter into another of its level, and leads to that one. */
export function MergeDialog({ chapter, onClose }: ChangeProps) {
  const t = useMessages(messages)
  const toast = useToast()
  const navigate = useNavigate()
  const [target, setTarget] = useState<FoundChapter | null>(null)
  const intent = useIntent({
    perform: async (input: { source: string; target: string; version: number; requestKey?: string }) =>
      (await execute(MergeChaptersDocument, { input })).chapterMerge,
    onDone: payload => {
      toast({ tone: 'good', text: t.merge.done })
      onClose()
      if (payload.chapter) void navigate(`/chapters/${payload.chapter.id}`)
    },
  })
  return (
    <ChangeDialog
      title={t.titleOf(t.merge.title, chapter.name)}
      version={chapter.version}
      input={target && { source: chapter.id, target: target.id, version: chapter.version }}
      preview={async (input, signal) =>
        (await execute(PreviewChapterMergeDocument, { input }, { signal })).chapterMergePreview
      }
      intent={intent}
      confirmLabel={t.merge.confirm}
      danger
      onClose={onClose}
      form={
        <ChapterPicker
          label={t.merge.to}
          hint={t.merge.hint}
          required
          value={target}
          onChange={setTarget}
          accept={found => found.level === chapter.level && found.id !== chapter.id}
        />
      }
    />
  )
}
