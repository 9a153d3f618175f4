import { execute } from '@shared/api'
import type { Role } from '@shared/gql/schema'
import { defineMessages, levelName, roleName, useLanguage, useMessages } from '@shared/i18n'
import {
  Button,
  Combobox,
  DateTimeInput,
  Dialog,
  FaultNotice,
  Select,
  TextInput,
  UserErrors,
  useToast,
} from '@shared/ui'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import {
  FindChaptersDocument,
  type FindChaptersQuery,
  GiveRoleDocument,
  type GrantCreateInput,
} from '../../gql/graphql'
import { useIntent } from '../../shell/intent'

const messages = defineMessages({
  zh: {
    title: (name: string) => `授予${name}角色`,
    role: '角色',
    chapter: '在哪个分舵及其下级',
    from: '开始',
    fromHint: '留空则立即生效',
    until: '结束',
    untilHint: '留空则长期有效；临时工作请写明结束时间',
    reason: '理由',
    reasonHint: '会写入审计日志',
    give: '授予',
    cancel: '取消',
    done: '角色已授予',
    choose: '请选择分舵。',
  },
  en: {
    title: (name: string) => `Give ${name} a role`,
    role: 'Role',
    chapter: 'On which chapter and all below',
    from: 'From',
    fromHint: 'At once if left empty',
    until: 'Until',
    untilHint: 'Without end if left empty; name an end for work that has one',
    reason: 'Reason',
    reasonHint: 'It goes into the audit log',
    give: 'Give',
    cancel: 'Cancel',
    done: 'The role is given',
    choose: 'Choose a chapter.',
  },
})

type Found = FindChaptersQuery['chapterSearch'][number]

/** The roles that are given; the helmsman's and the deputy's come with a term of office alone. */
const GIVEN: readonly Role[] = [
  'SUPERVISOR',
  'MEMBER_SERVICE',
  'FINANCE',
  'POLICY_AUTHOR',
  'POLICY_APPROVER',
  'AUDITOR',
  'HQ_ADMIN',
]

/** Gives somebody a role on a chapter and all below, for a time and a reason. */
export function GiveRole({
  account,
  onClose,
}: {
  account: { id: string; name: string }
  onClose: () => void
}) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const toast = useToast()
  const queries = useQueryClient()
  const [role, setRole] = useState<Role>('SUPERVISOR')
  const [chapter, setChapter] = useState<Found | null>(null)
  const [missing, setMissing] = useState(false)
  const [from, setFrom] = useState<string | null>(null)
  const [until, setUntil] = useState<string | null>(null)
  const [reason, setReason] = useState('')
  const intent = useIntent<GrantCreateInput>()
  const give = useMutation({
    mutationFn: (input: GrantCreateInput) =>
      execute(GiveRoleDocument, { input: { ...input, requestKey: intent.keyFor(input) } }),
    onSuccess: ({ grantCreate }) => {
      if (grantCreate.userErrors.length) return
      intent.done()
      toast({ tone: 'good', text: t.done })
      void queries.invalidateQueries({ queryKey: ['person', account.id] })
      onClose()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setMissing(!chapter)
    if (!chapter) return
    give.mutate({
      account: account.id,
      role,
      chapter: chapter.id,
      from,
      until,
      reason: reason.trim() || null,
    })
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t.title(account.name)}
      footer={
        <>
          <Button variant="quiet" onClick={onClose}>
            {t.cancel}
          </Button>
          <Button variant="primary" type="submit" form="give-role" busy={give.isPending}>
            {t.give}
          </Button>
        </>
      }
    >
      <form id="give-role" className="access-form" onSubmit={submit}>
        <Select
          label={t.role}
          value={role}
          onChange={value => setRole(value as Role)}
          options={GIVEN.map(value => ({ value, label: roleName(language, value) }))}
        />
        <Combobox<Found>
          label={t.chapter}
          value={chapter}
          onChange={setChapter}
          search={async (text, signal) =>
            (await execute(FindChaptersDocument, { text }, { signal })).chapterSearch
          }
          itemKey={found => found.id}
          itemLabel={found => found.name}
          itemDetail={found =>
            [found.parent?.name, levelName(language, found.level)].filter(Boolean).join(' · ')
          }
          error={missing && !chapter ? t.choose : undefined}
        />
        <DateTimeInput label={t.from} hint={t.fromHint} value={from} onChange={setFrom} />
        <DateTimeInput label={t.until} hint={t.untilHint} value={until} onChange={setUntil} />
        <TextInput label={t.reason} hint={t.reasonHint} value={reason} onChange={setReason} />
        <UserErrors errors={give.data?.grantCreate.userErrors ?? []} />
        {give.error ? <FaultNotice error={give.error} /> : null}
      </form>
    </Dialog>
  )
}
