import { execute } from '@shared/api'
import { useMessages } from '@shared/i18n'
import { useToast } from '@shared/ui'
import { useMemo } from 'react'
import { CloseChapterDocument, PreviewChapterCloseDocument } from '../../../gql/graphql'
import { ChangeDialog } from './ChangeDialog'
import type { ChangeProps } from './chapter'
import { messages } from './messages'
import { useIntent } from './useIntent'

/** Closes a chapter below which no open one stands. */
export function CloseDialog({ chapter, onClose }: ChangeProps) {
  const t = useMessages(messages)
  const toast = useToast()
  const input = useMemo(() => ({ id: chapter.id, version: chapter.version }), [chapter.id, chapter.version])
  const intent = useIntent({
    perform: async (input: { id: string; version: number; requestKey?: string }) =>
      (await execute(CloseChapterDocument, { input })).chapterClose,
    onDone: () => {
      toast({ tone: 'good', text: t.close.done })
      onClose()
    },
  })
  return (
    <ChangeDialog
      title={t.titleOf(t.close.title, chapter.name)}
      consequence={t.close.consequence}
      version={chapter.version}
      input={input}
      preview={async (input, signal) =>
        (await execute(PreviewChapterCloseDocument, { input }, { signal })).chapterClosePreview
      }
      intent={intent}
      confirmLabel={t.close.confirm}
      danger
      onClose={onClose}
    />
  )
}
