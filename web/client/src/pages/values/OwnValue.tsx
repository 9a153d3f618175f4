import { defineMessages, useLanguage, useMessages, userErrorText } from '@shared/i18n'
import { check, fieldsOf, filledFrom, limitsOf, SchemaForm, shownValue } from '@shared/policies'
import { Button, ConfirmDialog, Notice, Section } from '@shared/ui'
import { type FormEvent, useState } from 'react'
import type { LocalValueFragment } from '../../gql/values/graphql'
import {
  type Draft,
  type OutboxEntry,
  problemAdvice,
  useEnqueue,
  useOutbox,
  usePendingOverride,
} from '../../offline'
import { NotKept } from '../../shell/NotKept'
import { useUpdates } from '../../shell/updates'
import { useHoldReload } from '../../worker'

const messages = defineMessages({
  zh: {
    title: '本分舵的值',
    none: '尚未设定，沿用上级。',
    save: '保存',
    clear: '恢复上级的值',
    clearTitle: '恢复上级的值？',
    clearText: '本分舵自己设定的值会被取消，改用上级的值。',
    pending: '已记下，尚未得到服务器确认',
    pendingText: '有网络时会自动发送。',
    refused: '没有被接受',
    retry: '再发一次',
    dismiss: '知道了',
  },
  en: {
    title: 'This chapter’s own value',
    none: 'Not set: what stands above holds.',
    save: 'Save',
    clear: 'Back to the value above',
    clearTitle: 'Back to the value above?',
    clearText: 'The chapter’s own value is taken away, and the one above holds.',
    pending: 'Noted, and not yet confirmed by the server',
    pendingText: 'It is sent by itself as soon as there is a network.',
    refused: 'It was not accepted',
    retry: 'Send it again',
    dismiss: 'All right',
  },
})

interface Props {
  chapter: { id: string; name: string }
  value: LocalValueFragment
}

/** What the form begins with: what the person wished for last, also where the server does not know of it yet. */
function begun(value: LocalValueFragment, pending: OutboxEntry | null): unknown {
  if (pending && pending.state !== 'confirmed') {
    if (pending.kind === 'override-set') return pending.input.value
    if (pending.kind === 'override-clear' && pending.state !== 'refused') return value.above
  }
  return value.own ?? value.above
}

/** The form for a chapter's own value, within what stands above. What is saved goes through the queue. */
export function OwnValue({ chapter, value }: Props) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const enqueue = useEnqueue()
  const { retry, dismiss } = useOutbox()
  const pending = usePendingOverride(chapter.id, value.key)
  const [draft, setDraft] = useState<unknown>(() => begun(value, pending))
  const [dirty, setDirty] = useState(false)
  const [notKept, setNotKept] = useState(false)
  const [clearing, setClearing] = useState(false)
  const [tried, setTried] = useState(false)
  useHoldReload(useUpdates(), dirty)
  const { title } = value.policy
  const about = { policy: value.key, label: { policy: title, chapter: chapter.name } }
  const hints = { policyKey: value.key, title }
  const limits = value.policy.mode === 'BOUNDED' && value.above !== null ? limitsOf(value.above) : undefined
  const { schema } = value.policy

  const note = async (draft: Draft) => {
    setNotKept(false)
    try {
      await enqueue(draft)
      setDirty(false)
    } catch {
      setNotKept(true)
    }
  }
  const save = (event: FormEvent) => {
    event.preventDefault()
    // What the value leaves out counts as taken from above, here as on the server.
    const problems = check(schema, limits ? filledFrom(value.above, draft) : draft, hints)
    setTried(problems.length > 0)
    if (problems.length > 0) return
    const detail = shownValue(fieldsOf(schema, hints), draft, language)
    void note({
      ...about,
      label: { ...about.label, detail },
      kind: 'override-set',
      input: { chapter: chapter.id, key: value.key, value: draft },
    })
  }
  const clear = () => {
    setClearing(false)
    void note({ ...about, kind: 'override-clear', input: { chapter: chapter.id, key: value.key } })
  }
  const problem = pending?.state === 'refused' ? pending.lastProblem : null
  return (
    <Section title={t.title}>
      {value.own === null ? <p>{t.none}</p> : null}
      {pending && problem ? (
        <Notice tone="bad" title={t.refused}>
          <p>{problemAdvice(problem, language)?.text ?? userErrorText(problem.code, language)}</p>
          <p>{problem.message}</p>
          {problem.reason === 'too-late' ? (
            <Button size="s" onClick={() => void retry(pending.id)}>
              {t.retry}
            </Button>
          ) : null}{' '}
          <Button size="s" variant="quiet" onClick={() => void dismiss(pending.id)}>
            {t.dismiss}
          </Button>
        </Notice>
      ) : pending && pending.state !== 'confirmed' ? (
        <Notice tone="info" title={t.pending}>
          {t.pendingText}
        </Notice>
      ) : null}
      <form className="own-value" onSubmit={save}>
        <SchemaForm
          {...hints}
          schema={schema}
          value={draft}
          limits={limits}
          showAll={tried}
          onChange={next => {
            setDraft(next)
            setDirty(true)
          }}
        />
        {notKept ? <NotKept /> : null}
        <div className="own-value-actions">
          <Button type="submit" variant="primary">
            {t.save}
          </Button>
          {value.own === null ? null : (
            <Button variant="secondary" onClick={() => setClearing(true)}>
              {t.clear}
            </Button>
          )}
        </div>
      </form>
      <ConfirmDialog
        open={clearing}
        title={t.clearTitle}
        confirmLabel={t.clear}
        onConfirm={clear}
        onClose={() => setClearing(false)}
      >
        {t.clearText}
      </ConfirmDialog>
    </Section>
  )
}
