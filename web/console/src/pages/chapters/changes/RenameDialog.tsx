import { execute } from '@shared/api'
import { useLanguage, useMessages } from '@shared/i18n'
import { Button, Dialog, FaultNotice, KeyValue, Notice, TextInput, UserErrors, useToast } from '@shared/ui'
import { useState } from 'react'
import { RenameChapterDocument } from '../../../gql/graphql'
import type { ChangeProps } from './chapter'
import { messages } from './messages'
import { fieldError, otherErrors, useIntent } from './useIntent'
import './ChangeDialog.css'

/** Gives a chapter another name. */
export function RenameDialog({ chapter, onClose }: ChangeProps) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const toast = useToast()
  const [name, setName] = useState(chapter.name)
  const intent = useIntent({
    perform: async (input: { id: string; name: string; version: number; requestKey?: string }) =>
      (await execute(RenameChapterDocument, { input })).chapterRename,
    onDone: () => {
      toast({ tone: 'good', text: t.rename.done })
      onClose()
    },
  })
  const isStale = intent.errors.some(error => error.code === 'VERSION_STALE')
  const ready = name.trim() !== '' && name.trim() !== chapter.name
  const submit = () => {
    if (ready && !intent.busy) intent.run({ id: chapter.id, name: name.trim(), version: chapter.version })
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t.titleOf(t.rename.title, chapter.name)}
      onSubmit={submit}
      footer={
        <>
          <Button onClick={onClose}>{t.cancel}</Button>
          <Button type="submit" variant="primary" busy={intent.busy} disabled={!ready}>
            {t.rename.confirm}
          </Button>
        </>
      }
    >
      <div className="change-dialog">
        {isStale ? (
          <Notice tone="warn" title={t.stale}>
            {t.staleText}
          </Notice>
        ) : null}
        <KeyValue items={[{ label: t.rename.before, value: chapter.name }]} />
        <TextInput
          label={t.rename.name}
          hint={t.rename.consequence}
          required
          maxLength={60}
          value={name}
          onChange={setName}
          error={fieldError(intent.errors, 'name', language)}
        />
        <UserErrors
          errors={otherErrors(intent.errors, ['name']).filter(error => error.code !== 'VERSION_STALE')}
        />
        {intent.fault ? <FaultNotice error={intent.fault} /> : null}
      </div>
    </Dialog>
  )
}
