import { execute } from '@shared/api'
import { levelName, useLanguage, useMessages } from '@shared/i18n'
import { CheckboxGroup, Notice, QueryView, TextInput, useToast } from '@shared/ui'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { PreviewChapterSplitDocument, SplitChapterDocument } from '../../../gql/graphql'
import { useChildren } from '../chapter/queries'
import { ChangeDialog } from './ChangeDialog'
import type { ChangeProps } from './chapter'
import { messages } from './messages'
import { fieldError, useIntent } from './useIntent'

interface SplitInput {
  source: string
  name: string
  divisions: string[]
  children: string[]
  version: number
}

/** Splits a part of a chapter off into a new one beside it, and leads there. */
export function SplitDialog({ chapter, onClose }: ChangeProps) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const toast = useToast()
  const navigate = useNavigate()
  const [name, setName] = useState('')
  const [divisions, setDivisions] = useState<string[]>([])
  const [children, setChildren] = useState<string[]>([])
  const below = useChildren(chapter.id)
  const intent = useIntent({
    perform: async (input: SplitInput & { requestKey?: string }) =>
      (await execute(SplitChapterDocument, { input })).chapterSplit,
    onDone: payload => {
      toast({ tone: 'good', text: t.split.done })
      onClose()
      if (payload.chapter) void navigate(`/chapters/${payload.chapter.id}`)
    },
  })
  const complete = name.trim() !== '' && divisions.length > 0 && divisions.length < chapter.territory.length
  return (
    <ChangeDialog
      title={t.titleOf(t.split.title, chapter.name)}
      version={chapter.version}
      input={
        complete
          ? { source: chapter.id, name: name.trim(), divisions, children, version: chapter.version }
          : null
      }
      preview={async (input, signal) =>
        (await execute(PreviewChapterSplitDocument, { input }, { signal })).chapterSplitPreview
      }
      intent={intent}
      confirmLabel={t.split.confirm}
      onClose={onClose}
      form={
        chapter.territory.length < 2 ? (
          <Notice tone="info" title={t.split.single}>
            {t.split.singleText}
          </Notice>
        ) : (
          <>
            <TextInput
              label={t.split.name}
              required
              maxLength={60}
              value={name}
              onChange={setName}
              error={fieldError(intent.errors, 'name', language)}
            />
            <CheckboxGroup
              legend={t.split.divisions}
              hint={t.split.divisionsHint}
              required
              value={divisions}
              onChange={setDivisions}
              options={chapter.territory.map(each => ({
                value: each.code,
                label: `${each.name} ${each.code}`,
              }))}
            />
            <QueryView query={below} rows={3} empty={children => children.length === 0} whenEmpty={null}>
              {found => (
                <CheckboxGroup
                  legend={t.split.children}
                  value={children}
                  onChange={setChildren}
                  options={found.map(child => ({
                    value: child.id,
                    label: `${child.name}（${levelName(language, child.level)}）`,
                  }))}
                />
              )}
            </QueryView>
          </>
        )
      }
    />
  )
}
