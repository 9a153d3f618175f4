import { defineMessages, numberText, useLanguage, useMessages } from '@shared/i18n'
import { Markdown } from '@shared/policies'
import { TextArea } from '@shared/ui'
import { useDeferredValue } from 'react'
import { BODY_MOST } from './draftForm'
import './BodyField.css'

const messages = defineMessages({
  zh: {
    label: '正文',
    hint: (length: string, most: string) =>
      `舵手读到的说明。可用 Markdown：# 标题、**加粗**、- 列表、表格。${length} / ${most} 字`,
    placeholder: '# 调整说明\n\n从什么时候起，改什么，为什么，分舵要做什么。',
    preview: '预览',
    empty: '左边写正文，这里就是舵手看到的样子。',
    missing: '请写正文',
    long: (most: string) => `正文最多 ${most} 字`,
  },
  en: {
    label: 'Text',
    hint: (length: string, most: string) =>
      `What helmsmen read. Markdown: # heading, **bold**, - list, tables. ${length} / ${most} characters`,
    placeholder: '# What changes\n\nFrom when, what, why, and what chapters have to do.',
    preview: 'Preview',
    empty: 'Write the text, and here it stands as helmsmen see it.',
    missing: 'Write the text',
    long: (most: string) => `The text has at most ${most} characters`,
  },
})

interface BodyFieldProps {
  value: string
  onChange: (body: string) => void
  /** Whether to say what is missing. */
  showAll: boolean
}

/** The text of a version in Markdown, and beside it what readers will see. */
export function BodyField({ value, onChange, showAll }: BodyFieldProps) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  // Typing stays swift: a long preview may lag behind.
  const shown = useDeferredValue(value)
  const length = [...value].length
  const most = numberText(BODY_MOST, language)
  const long = length > BODY_MOST ? t.long(most) : undefined
  return (
    <div className="body-field">
      <TextArea
        label={t.label}
        hint={t.hint(numberText(length, language), most)}
        value={value}
        onChange={onChange}
        rows={16}
        required
        placeholder={t.placeholder}
        error={long ?? (showAll && !value.trim() ? t.missing : undefined)}
      />
      <section className="body-field-preview" aria-label={t.preview}>
        <h3>{t.preview}</h3>
        {shown.trim() ? <Markdown>{shown}</Markdown> : <p className="body-field-empty">{t.empty}</p>}
      </section>
    </div>
  )
}
