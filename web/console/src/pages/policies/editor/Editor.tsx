import { execute } from '@shared/api'
import { defineMessages, useMessages } from '@shared/i18n'
import { check, SchemaForm } from '@shared/policies'
import { Button, FaultNotice, Notice, Section, Select, Time, UserErrors, useToast } from '@shared/ui'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import {
  DraftPolicyDocument,
  type EditorBaseFragment,
  type IssuerFragment,
  type PolicyDraftInput,
  type PolicyEditorQuery,
} from '../../../gql/graphql'
import { useIntent } from '../../../shell/intent'
import { versionPath } from '../addresses'
import { BaseDiff } from './BaseDiff'
import { BodyField } from './BodyField'
import { bodyFits, type DraftForm, draftInput, hasScope, hoursFit, levelsBelow } from './draftForm'
import { LeaveGuard } from './LeaveGuard'
import { ReachPanel } from './ReachPanel'
import { ScopeField } from './ScopeField'
import { TermsField } from './TermsField'
import { useKeptForm } from './useKeptForm'
import { useReach, useScope, useScopeTree } from './useScope'
import './Editor.css'

const messages = defineMessages({
  zh: {
    restored: (at: React.ReactNode) => <>接着上次没保存的内容（{at}）</>,
    discard: '丢弃，从头写',
    notDurable: '浏览器不让保存，刷新或关闭页面会丢失内容，请尽快保存草稿。',
    issuer: '以谁的名义发布',
    value: '值',
    body: '正文',
    scope: '发给谁',
    terms: '生效与确认',
    diff: '改了什么',
    save: '保存草稿，去发布',
    handOver: '保存草稿，交给审批人发布',
    saveHint: '保存后得到一个新版本号，内容不再改动。发布前还会再请您确认一次，现在不会发给任何人。',
    dirty: '未保存，已留在这个窗口',
    incomplete: '还有内容没有填好，请看标红的地方。',
    saved: '草稿已保存',
  },
  en: {
    restored: (at: React.ReactNode) => <>Going on with what was not saved ({at})</>,
    discard: 'Discard it and begin anew',
    notDurable:
      'This browser keeps nothing: what you wrote is lost when the page is closed or loaded anew. Save it soon.',
    issuer: 'Who issues it',
    value: 'Value',
    body: 'Text',
    scope: 'For whom',
    terms: 'Effect and acknowledgement',
    diff: 'What changes',
    save: 'Save the draft and go on to publish',
    handOver: 'Save the draft for an approver to publish',
    saveHint:
      'It gets the next version number, and what it says never changes afterwards. You are asked once more before it is published: nothing is sent now.',
    dirty: 'Not saved; kept in this window',
    incomplete: 'Something is missing still: look for what is marked.',
    saved: 'The draft is saved',
  },
})

type Policy = NonNullable<PolicyEditorQuery['policy']>

interface EditorProps {
  account: string
  policy: Policy
  /** Who the reader may draft for. */
  issuers: readonly IssuerFragment[]
  initial: DraftForm
  /** The version of an issuer that the next one replaces. */
  base: (issuer: string) => EditorBaseFragment | null | undefined
  onIssuer: (issuer: string) => void
}

/** Where the next version of a policy is written. */
export function Editor({ account, policy, issuers, initial, base, onIssuer }: EditorProps) {
  const t = useMessages(messages)
  const navigate = useNavigate()
  const toast = useToast()
  const queries = useQueryClient()
  const intent = useIntent<PolicyDraftInput>()
  const form = useRef<HTMLFormElement>(null)
  const kept = useKeptForm({ account, policy: policy.key }, initial)
  const [attempts, setAttempts] = useState(0)
  const issuer = issuers.find(({ id }) => id === kept.form.issuer) ?? issuers[0]
  const level = issuer?.level ?? 'HEADQUARTERS'
  const tree = useScopeTree(kept.form.issuer, !kept.form.everywhere)
  const { scope, territories } = useScope(kept.form, level, tree.data)
  const reach = useReach(kept.form.issuer, scope)
  const hints = { policyKey: policy.key, title: policy.title }

  const draft = useMutation({
    mutationFn: (input: PolicyDraftInput) =>
      execute(DraftPolicyDocument, { input: { ...input, requestKey: intent.keyFor(input) } }),
    onSuccess: async ({ policyDraft: { version } }) => {
      if (!version) return
      intent.done()
      kept.saved()
      void queries.invalidateQueries({ queryKey: ['policies'] })
      void queries.invalidateQueries({ queryKey: ['overview'] })
      toast({ tone: 'good', text: t.saved })
      await navigate(versionPath(version.id))
    },
  })
  const errors = draft.data?.policyDraft.userErrors ?? []

  useEffect(() => onIssuer(kept.form.issuer), [onIssuer, kept.form.issuer])

  // Whoever tried to send is led to the first thing that is wrong.
  useEffect(() => {
    if (attempts > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [attempts])

  const fits =
    check(policy.schema, kept.form.value, hints).length === 0 &&
    bodyFits(kept.form) &&
    hoursFit(kept.form) &&
    hasScope(kept.form)

  function submit(event: FormEvent) {
    event.preventDefault()
    setAttempts(attempts + 1)
    if (fits && scope) draft.mutate(draftInput(kept.form, policy.key, scope))
  }

  return (
    <form ref={form} className="editor" onSubmit={submit} noValidate>
      {kept.restoredAt ? (
        <Notice
          tone="info"
          action={
            <Button size="s" onClick={kept.discard}>
              {t.discard}
            </Button>
          }
        >
          {t.restored(<Time at={kept.restoredAt} style="relative" />)}
        </Notice>
      ) : null}
      {kept.durable ? null : <Notice tone="warn">{t.notDurable}</Notice>}
      {issuers.length > 1 ? (
        <Select
          label={t.issuer}
          value={kept.form.issuer}
          options={issuers.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={id => {
            const next = issuers.find(each => each.id === id)
            if (next)
              kept.change({
                issuer: id,
                levels: [...levelsBelow(next.level)],
                divisions: [],
                everywhere: true,
              })
          }}
        />
      ) : null}
      <Section title={t.value}>
        <div className="editor-value">
          <SchemaForm
            schema={policy.schema}
            value={kept.form.value}
            onChange={value => kept.change({ value })}
            errors={errors}
            showAll={attempts > 0}
            {...hints}
          />
        </div>
      </Section>
      <Section title={t.body}>
        <BodyField value={kept.form.body} onChange={body => kept.change({ body })} showAll={attempts > 0} />
      </Section>
      <Section title={t.scope}>
        <ScopeField
          form={kept.form}
          change={kept.change}
          issuer={{ name: issuer?.name ?? '', level }}
          tree={tree}
          showAll={attempts > 0}
        />
        {territories.error ? (
          <FaultNotice error={territories.error} onRetry={() => void territories.refetch()} />
        ) : (
          <ReachPanel reach={reach} nobody={!hasScope(kept.form)} />
        )}
      </Section>
      <Section title={t.terms}>
        <TermsField form={kept.form} change={kept.change} />
      </Section>
      <Section title={t.diff}>
        <BaseDiff base={base(kept.form.issuer)} form={kept.form} policy={policy} />
      </Section>
      <UserErrors errors={errors} />
      {draft.error ? <FaultNotice error={draft.error} /> : null}
      {attempts > 0 && !fits ? <Notice tone="bad">{t.incomplete}</Notice> : null}
      <footer className="editor-footer">
        <Button
          type="submit"
          variant="primary"
          size="l"
          icon="arrow-right"
          busy={draft.isPending || territories.isLoading}
        >
          {issuer?.viewerCan.includes('POLICY_PUBLISH') ? t.save : t.handOver}
        </Button>
        <p className="editor-hint">
          {kept.dirty && kept.durable ? <strong>{t.dirty}</strong> : null} {t.saveHint}
        </p>
      </footer>
      <LeaveGuard when={kept.unsaved} onDiscard={kept.discard} />
    </form>
  )
}
