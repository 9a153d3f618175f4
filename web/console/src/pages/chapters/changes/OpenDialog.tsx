import { execute } from '@shared/api'
import type { ChapterLevel } from '@shared/gql/schema'
import { levelName, useLanguage, useMessages } from '@shared/i18n'
import { Button, Dialog, FaultNotice, KeyValue, Select, TextInput, UserErrors, useToast } from '@shared/ui'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { OpenChapterDocument } from '../../../gql/graphql'
import { ChapterPicker } from '../pick/ChapterPicker'
import { DivisionPicker } from '../pick/DivisionPicker'
import type { FoundChapter, FoundDivision } from '../pick/pick'
import { levelsBelow } from './levels'
import { messages } from './messages'
import { fieldError, otherErrors, useIntent } from './useIntent'
import './ChangeDialog.css'

/** What of a chapter is needed to open another below it. */
export type OpenBelow = Pick<FoundChapter, 'id' | 'name' | 'level' | 'divisions'>

interface OpenInput {
  parent: string
  level: ChapterLevel
  name: string
  divisions: string[]
}

interface OpenDialogProps {
  open: boolean
  onClose: () => void
  /** The chapter to open one below; asked for where none is given. */
  below?: OpenBelow
}

/** Opens a chapter, and leads to it. */
export function OpenDialog({ open, ...rest }: OpenDialogProps) {
  return open ? <OpenForm {...rest} /> : null
}

const FIELDS = ['parent', 'level', 'name', 'divisions']

function OpenForm({ onClose, below }: Omit<OpenDialogProps, 'open'>) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const toast = useToast()
  const navigate = useNavigate()
  const [found, setFound] = useState<FoundChapter | null>(null)
  const [level, setLevel] = useState<ChapterLevel | null>(null)
  const [name, setName] = useState('')
  const [divisions, setDivisions] = useState<FoundDivision[]>([])
  const [reviewing, setReviewing] = useState(false)
  const parent = below ?? found
  const levels = parent ? levelsBelow(parent.level) : []
  const chosen = level && levels.includes(level) ? level : (levels[0] ?? null)
  const complete = parent !== null && chosen !== null && name.trim() !== '' && divisions.length > 0
  const intent = useIntent({
    perform: async (input: OpenInput & { requestKey?: string }) =>
      (await execute(OpenChapterDocument, { input })).chapterOpen,
    onDone: payload => {
      toast({ tone: 'good', text: t.open.done(name.trim()) })
      onClose()
      if (payload.chapter) void navigate(`/chapters/${payload.chapter.id}`)
    },
  })
  const submit = () => {
    if (!complete || intent.busy) return
    if (!reviewing) return setReviewing(true)
    const input = {
      parent: parent.id,
      level: chosen,
      name: name.trim(),
      divisions: divisions.map(each => each.code),
    }
    intent.run(input)
  }
  const error = (field: string) => fieldError(intent.errors, field, language)
  return (
    <Dialog
      open
      onClose={onClose}
      title={t.open.title}
      size="l"
      onSubmit={submit}
      footer={
        <>
          {reviewing ? (
            <Button key="back" variant="quiet" onClick={() => setReviewing(false)}>
              {t.back}
            </Button>
          ) : null}
          <Button onClick={onClose}>{t.cancel}</Button>
          <Button type="submit" variant="primary" busy={intent.busy} disabled={!complete}>
            {reviewing ? t.open.confirm : t.open.next}
          </Button>
        </>
      }
    >
      <div className="change-dialog">
        {reviewing ? (
          <>
            <p>{t.open.consequence}</p>
            <KeyValue
              items={[
                { label: t.open.parent, value: parent?.name },
                { label: t.open.level, value: chosen && levelName(language, chosen) },
                { label: t.open.name, value: name.trim() },
                { label: t.territory, value: divisions.map(each => `${each.name} ${each.code}`).join('、') },
              ]}
            />
          </>
        ) : (
          <>
            {below ? (
              <KeyValue items={[{ label: t.open.parent, value: below.name }]} />
            ) : (
              <ChapterPicker
                label={t.open.parent}
                hint={t.open.parentHint}
                required
                value={found}
                onChange={setFound}
                accept={chapter => chapter.level !== 'COUNTY'}
                error={error('parent')}
              />
            )}
            <Select
              label={t.open.level}
              value={chosen}
              disabled={levels.length === 0}
              options={levels.map(value => ({ value, label: levelName(language, value) }))}
              onChange={value => {
                setLevel(value)
                setDivisions([])
              }}
              error={error('level')}
            />
            {chosen ? (
              <DivisionPicker
                level={chosen}
                within={parent?.divisions[0] ?? ''}
                value={divisions}
                onChange={setDivisions}
                error={error('divisions')}
              />
            ) : null}
            <TextInput
              label={t.open.name}
              hint={t.open.nameHint}
              required
              maxLength={60}
              value={name}
              onChange={setName}
              error={error('name')}
            />
          </>
        )}
        <UserErrors errors={reviewing ? intent.errors : otherErrors(intent.errors, FIELDS)} />
        {intent.fault ? <FaultNotice error={intent.fault} /> : null}
      </div>
    </Dialog>
  )
}
