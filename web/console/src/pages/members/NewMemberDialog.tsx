import { execute } from '@shared/api'
import { defineMessages, useLanguage, useMessages } from '@shared/i18n'
import { addInput, FIELDS, missing, type NewMember, NewMemberFields, NOBODY } from '@shared/members'
import { Button, Dialog, FaultNotice, UserErrors, useToast } from '@shared/ui'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { AddMemberDocument } from '../../gql/graphql'
import { fieldError, otherErrors, useIntent } from '../chapters/changes/useIntent'
import { searchRegions } from './regions'

const messages = defineMessages({
  zh: {
    title: (name: string) => `登记会员：${name}`,
    confirm: '登记',
    cancel: '取消',
    done: '会员已登记为访客',
  },
  en: {
    title: (name: string) => `Register a member: ${name}`,
    confirm: 'Register',
    cancel: 'Cancel',
    done: 'The member is registered, as a guest',
  },
})

interface NewMemberDialogProps {
  chapter: { id: string; name: string; viewerCan: readonly string[] }
  onClose: () => void
}

/** Registers somebody as a member of a chapter. */
export function NewMemberDialog({ chapter, onClose }: NewMemberDialogProps) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const toast = useToast()
  const navigate = useNavigate()
  const [form, setForm] = useState<NewMember>(NOBODY)
  const [tried, setTried] = useState(false)
  const mayGuard = chapter.viewerCan.includes('MEMBER_MANAGE')
  const lacking = missing(form, mayGuard)
  const intent = useIntent({
    perform: async (input: ReturnType<typeof addInput>) =>
      (await execute(AddMemberDocument, { input })).memberAdd,
    onDone: ({ member }) => {
      toast({ tone: 'good', text: t.done })
      onClose()
      if (member) void navigate(`/members/${member.id}`)
    },
  })
  const submit = () => {
    setTried(true)
    if (lacking.length === 0 && !intent.busy) intent.run(addInput(form, chapter.id))
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t.title(chapter.name)}
      onSubmit={submit}
      footer={
        <>
          <Button onClick={onClose}>{t.cancel}</Button>
          <Button type="submit" variant="primary" busy={intent.busy}>
            {t.confirm}
          </Button>
        </>
      }
    >
      <NewMemberFields
        value={form}
        onChange={setForm}
        missing={tried ? lacking : []}
        error={field => fieldError(intent.errors, field, language)}
        searchRegions={searchRegions}
        mayGuard={mayGuard}
      />
      <UserErrors errors={otherErrors(intent.errors, FIELDS)} />
      {intent.fault ? <FaultNotice error={intent.fault} /> : null}
    </Dialog>
  )
}
