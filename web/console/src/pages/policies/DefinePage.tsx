import { execute } from '@shared/api'
import type { PolicyMode } from '@shared/gql/schema'
import { defineMessages, modeName, useLanguage, useMessages } from '@shared/i18n'
import {
  Button,
  FaultNotice,
  Page,
  RadioGroup,
  Section,
  TextArea,
  TextInput,
  UserErrors,
  useToast,
} from '@shared/ui'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useNavigate } from 'react-router'
import { DefinePolicyDocument } from '../../gql/graphql'
import { useIntent } from '../../shell/intent'
import { policyPath } from './addresses'
import { SchemaPreview } from './SchemaPreview'
import { isKey, readSchema, schemaText, TEMPLATES, type Template } from './templates'
import { MODES, words } from './wording'
import './policies.css'

const messages = defineMessages({
  zh: {
    title: '登记新政策',
    back: '政策',
    about: '是什么',
    name: '名称',
    nameHint: '大家怎么称呼它，例如：年费会员价格。1 到 200 个字。',
    key: 'key',
    keyHint: '系统里的名字，登记后不能改。两个以上小写英文词，用点隔开，例如 membership.annual.price',
    keyWrong: '请用两个以上小写英文词，中间用点隔开，例如 event.min_per_month',
    nameMissing: '请填写名称',
    modeMissing: '请选择下级可否改动',
    shape: '值是什么样子',
    start: '从常见的样子开始',
    templates: {
      price: '价格区间',
      number: '一个数字',
      text: '一段文字',
      choice: '单选',
      set: '多选',
      flag: '是或否',
    } satisfies Record<Template['key'], string>,
    schema: 'JSON Schema',
    schemaHint: '每个版本的值都必须符合它（2020-12 版）。右侧是它生成的表单。',
    problems: {
      empty: '请先选一种样子，或写出 JSON Schema',
      json: 'JSON 不完整或有误',
      object: 'JSON Schema 必须是一个 JSON 对象',
    },
    preview: '表单预览',
    submit: '登记',
    done: (title: string) => `已登记“${title}”，可以写第一版了`,
  },
  en: {
    title: 'Define a policy',
    back: 'Policies',
    about: 'What it is',
    name: 'Title',
    nameHint: 'What people call it, in Chinese: 年费会员价格. 1 to 200 characters.',
    key: 'Key',
    keyHint:
      'Its name in the system, which never changes. Two or more lower-case words with dots: membership.annual.price',
    keyWrong: 'Use two or more lower-case words with dots between them, event.min_per_month for instance',
    nameMissing: 'Enter a title',
    modeMissing: 'Choose what chapters may do',
    shape: 'What its value looks like',
    start: 'Start from a common shape',
    templates: {
      price: 'A range of prices',
      number: 'A number',
      text: 'A text',
      choice: 'One of several',
      set: 'Some of several',
      flag: 'Yes or no',
    },
    schema: 'JSON Schema',
    schemaHint: 'Every value must fit it (2020-12). The form it makes is shown beside it.',
    problems: {
      empty: 'Choose a shape first, or write a JSON Schema',
      json: 'The JSON is incomplete or wrong',
      object: 'A JSON Schema is a JSON object',
    },
    preview: 'The form it makes',
    submit: 'Define',
    done: (title: string) => `“${title}” is defined; now write its first version`,
  },
})

/** Where a policy is added to the library. */
export default function DefinePage() {
  const t = useMessages(messages)
  const w = useMessages(words)
  const { language } = useLanguage()
  const navigate = useNavigate()
  const toast = useToast()
  const queries = useQueryClient()
  const intent = useIntent<object>()
  const [title, setTitle] = useState('')
  const [key, setKey] = useState('')
  const [mode, setMode] = useState<PolicyMode | null>(null)
  const [text, setText] = useState('')
  const [tried, setTried] = useState(false)
  const read = readSchema(text)

  const define = useMutation({
    mutationFn: (input: { key: string; title: string; mode: PolicyMode; schema: object }) =>
      execute(DefinePolicyDocument, { input: { ...input, requestKey: intent.keyFor(input) } }),
    onSuccess: async ({ policyDefine }) => {
      if (!policyDefine.policy) return
      intent.done()
      void queries.invalidateQueries({ queryKey: ['policies'] })
      toast({ tone: 'good', text: t.done(title.trim()) })
      await navigate(policyPath(policyDefine.policy.key))
    },
  })
  const errors = define.data?.policyDefine.userErrors ?? []

  function submit(event: FormEvent) {
    event.preventDefault()
    setTried(true)
    if (!title.trim() || !isKey(key.trim()) || !mode || !('schema' in read)) return
    define.mutate({ key: key.trim(), title: title.trim(), mode, schema: read.schema })
  }

  return (
    <Page title={t.title} back={{ to: '/policies', label: t.back }}>
      <form className="policies-stack" onSubmit={submit} noValidate>
        <Section title={t.about}>
          <div className="policies-columns">
            <div className="policies-stack">
              <TextInput
                label={t.name}
                hint={t.nameHint}
                value={title}
                onChange={setTitle}
                required
                maxLength={200}
                autoComplete="off"
                error={tried && !title.trim() ? t.nameMissing : undefined}
              />
              <TextInput
                label={t.key}
                hint={t.keyHint}
                value={key}
                onChange={setKey}
                required
                autoComplete="off"
                spellCheck={false}
                error={(tried || key.includes('.')) && !isKey(key.trim()) ? t.keyWrong : undefined}
              />
            </div>
            <RadioGroup<PolicyMode>
              legend={w.mode}
              value={mode}
              onChange={setMode}
              required
              error={tried && !mode ? t.modeMissing : undefined}
              options={MODES.map(value => ({
                value,
                label: modeName(language, value),
                hint: w.modes[value],
              }))}
            />
          </div>
        </Section>
        <Section title={t.shape}>
          <div className="policies-actions">
            <span>{t.start}</span>
            {TEMPLATES.map(template => (
              <Button key={template.key} size="s" onClick={() => setText(schemaText(template.schema))}>
                {t.templates[template.key]}
              </Button>
            ))}
          </div>
          <div className="policies-columns">
            <div className="policies-mono">
              <TextArea
                label={t.schema}
                hint={t.schemaHint}
                value={text}
                onChange={setText}
                rows={16}
                required
                spellCheck={false}
                error={'problem' in read && (tried || text) ? t.problems[read.problem] : undefined}
              />
            </div>
            <Section title={t.preview} level={3}>
              <SchemaPreview
                schema={'schema' in read ? read.schema : null}
                policyKey={key.trim()}
                title={title}
              />
            </Section>
          </div>
        </Section>
        <UserErrors errors={errors} />
        {define.error ? <FaultNotice error={define.error} /> : null}
        <div className="policies-actions">
          <Button type="submit" variant="primary" busy={define.isPending}>
            {t.submit}
          </Button>
        </div>
      </form>
    </Page>
  )
}
