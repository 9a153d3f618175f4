import { execute } from '@shared/api'
import type { Role } from '@shared/gql/schema'
import { roleName, useLanguage, useMessages } from '@shared/i18n'
import {
  Button,
  DateTimeInput,
  Dialog,
  FaultNotice,
  Select,
  TextArea,
  UserErrors,
  useToast,
} from '@shared/ui'
import { useState } from 'react'
import { GiveGrantDocument } from '../../../gql/graphql'
import { fieldError, otherErrors, useIntent } from '../changes/useIntent'
import { PersonPicker } from '../pick/PersonPicker'
import type { FoundPerson } from '../pick/pick'
import { messages } from './grantMessages'
import '../changes/ChangeDialog.css'

/** The roles that can be given; helmsmen and deputies have theirs by their term of office. */
const ROLES: readonly Role[] = [
  'SUPERVISOR',
  'MEMBER_SERVICE',
  'FINANCE',
  'AUDITOR',
  'POLICY_AUTHOR',
  'POLICY_APPROVER',
  'HQ_ADMIN',
]

const FIELDS = ['account', 'role', 'from', 'until', 'reason']

interface GrantInput {
  account: string
  chapter: string
  role: Role
  from: string | null
  until: string | null
  reason: string
  requestKey?: string
}

/** Gives a role on a chapter and all below it. */
export function GiveGrantDialog({
  chapter,
  onClose,
}: {
  chapter: { id: string; name: string }
  onClose: () => void
}) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const toast = useToast()
  const [person, setPerson] = useState<FoundPerson | null>(null)
  const [role, setRole] = useState<Role | null>(null)
  const [from, setFrom] = useState<string | null>(null)
  const [until, setUntil] = useState<string | null>(null)
  const [reason, setReason] = useState('')
  const intent = useIntent({
    perform: async (input: GrantInput) => (await execute(GiveGrantDocument, { input })).grantCreate,
    onDone: () => {
      toast({ tone: 'good', text: t.giveDone })
      onClose()
    },
  })
  const ready = person !== null && role !== null && reason.trim() !== ''
  const submit = () => {
    if (!ready || intent.busy) return
    intent.run({ account: person.id, chapter: chapter.id, role, from, until, reason: reason.trim() })
  }
  const error = (field: string) => fieldError(intent.errors, field, language)
  return (
    <Dialog
      open
      onClose={onClose}
      title={t.giveTitle(chapter.name)}
      onSubmit={submit}
      footer={
        <>
          <Button onClick={onClose}>{t.cancel}</Button>
          <Button type="submit" variant="primary" busy={intent.busy} disabled={!ready}>
            {t.giveConfirm}
          </Button>
        </>
      }
    >
      <div className="change-dialog">
        <PersonPicker
          label={t.who}
          hint={t.whoHint}
          required
          value={person}
          onChange={setPerson}
          error={error('account')}
        />
        <Select
          label={t.role}
          required
          value={role}
          onChange={setRole}
          options={ROLES.map(value => ({ value, label: roleName(language, value) }))}
          error={error('role')}
        />
        <DateTimeInput
          label={t.from}
          hint={t.fromHint}
          value={from}
          onChange={setFrom}
          error={error('from')}
        />
        <DateTimeInput
          label={t.until}
          hint={t.untilHint}
          value={until}
          onChange={setUntil}
          error={error('until')}
        />
        <TextArea
          label={t.reason}
          hint={t.reasonHint}
          required
          value={reason}
          onChange={setReason}
          error={error('reason')}
        />
        <UserErrors errors={otherErrors(intent.errors, FIELDS)} />
        {intent.fault ? <FaultNotice error={intent.fault} /> : null}
      </div>
    </Dialog>
  )
}
