import { execute } from '@shared/api'
import { defineMessages, useLanguage, useMessages } from '@shared/i18n'
import { Button, Dialog, FaultNotice, KeyValue, TextArea, UserErrors, useToast } from '@shared/ui'
import { useState } from 'react'
import { MoveMemberDocument } from '../../gql/graphql'
import { fieldError, otherErrors, useIntent } from '../chapters/changes/useIntent'
import { ChapterPicker } from '../chapters/pick/ChapterPicker'
import type { FoundChapter } from '../chapters/pick/pick'
import type { MemberFacts } from './queries'
import '../chapters/changes/ChangeDialog.css'

const messages = defineMessages({
  zh: {
    title: '调整归属分舵',
    from: '现在归属',
    to: '调整到',
    toHint: '按名称、拼音或区划代码查找',
    reason: '原因',
    reasonHint: '会写入审计日志，会员本人也能看到',
    consequence: '调整后由新的分舵服务该会员；原分舵不再看到其资料。会期、积分和同意记录不变。',
    confirm: '调整',
    cancel: '取消',
    done: '归属分舵已调整',
  },
  en: {
    title: 'Move to another home',
    from: 'At home now',
    to: 'New home',
    toHint: 'By name, pinyin or division code',
    reason: 'Reason',
    reasonHint: 'It is logged, and the member can read it',
    consequence:
      'The new chapter serves the member from now on; the old one sees them no more. Terms, points and consents stay.',
    confirm: 'Move',
    cancel: 'Cancel',
    done: 'The member has another home',
  },
})

const FIELDS = ['chapter', 'reason']

/** Moves a member to another home, as headquarters: at any time, for a reason. */
export function MoveMemberDialog({ member, onClose }: { member: MemberFacts; onClose: () => void }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const toast = useToast()
  const [chapter, setChapter] = useState<FoundChapter | null>(null)
  const [reason, setReason] = useState('')
  const intent = useIntent({
    perform: async (input: { id: string; chapter: string; reason: string; requestKey?: string }) =>
      (await execute(MoveMemberDocument, { input })).memberMove,
    onDone: () => {
      toast({ tone: 'good', text: t.done })
      onClose()
    },
  })
  const said = reason.trim()
  const submit = () => {
    if (!chapter || said === '' || intent.busy) return
    intent.run({ id: member.id, chapter: chapter.id, reason: said })
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t.title}
      onSubmit={submit}
      footer={
        <>
          <Button onClick={onClose}>{t.cancel}</Button>
          <Button
            type="submit"
            variant="primary"
            busy={intent.busy}
            disabled={chapter === null || said === ''}
          >
            {t.confirm}
          </Button>
        </>
      }
    >
      <div className="change-dialog">
        <KeyValue items={[{ label: t.from, value: member.home?.name }]} />
        <ChapterPicker
          label={t.to}
          hint={t.toHint}
          required
          value={chapter}
          onChange={setChapter}
          accept={found => found.id !== member.home?.id}
          error={fieldError(intent.errors, 'chapter', language)}
        />
        <TextArea
          label={t.reason}
          hint={t.reasonHint}
          required
          rows={2}
          maxLength={200}
          value={reason}
          onChange={setReason}
          error={fieldError(intent.errors, 'reason', language)}
        />
        <p>{t.consequence}</p>
        <UserErrors errors={otherErrors(intent.errors, FIELDS)} />
        {intent.fault ? <FaultNotice error={intent.fault} /> : null}
      </div>
    </Dialog>
  )
}
