import { execute } from '@shared/api'
import { defineMessages, permissionName, useLanguage, useMessages, userErrorText } from '@shared/i18n'
import { addInput, FIELDS, missing, type NewMember, NewMemberFields, NOBODY } from '@shared/members'
import { Button, FaultNotice, NoRight, Page, UserErrors, useToast } from '@shared/ui'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useNavigate } from 'react-router'
import { RegisterMemberDocument } from '../../gql/members/graphql'
import { useContact } from '../../offline'
import { NeedsNetwork } from '../../shell/NeedsNetwork'
import { useUpdates } from '../../shell/updates'
import { useHelmsman } from '../../shell/useHelmsman'
import { useIntent } from '../../shell/useIntent'
import { useHoldReload } from '../../worker'
import { searchRegions, useMemberRights } from './queries'
import './errors'

const messages = defineMessages({
  zh: {
    title: '登记会员',
    back: '会员',
    confirm: '登记',
    done: '会员已登记为访客',
  },
  en: {
    title: 'Register a member',
    back: 'Members',
    confirm: 'Register',
    done: 'The member is registered, as a guest',
  },
})

/** Registers somebody at the door. It needs a network: who joins is told at once whether the phone is known already. */
export function NewMemberPage() {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const { chapter } = useHelmsman()
  const { online } = useContact()
  const may = useMemberRights(chapter?.id ?? '')
  return (
    <Page title={t.title} eyebrow={chapter?.name} back={{ to: '/members', label: t.back }}>
      {may && !may('MEMBER_REGISTER') ? (
        <NoRight what={permissionName(language, 'MEMBER_REGISTER')} />
      ) : (
        <>
          {online ? null : <NeedsNetwork />}
          {/* What was filled in stays while the network is away for a moment. */}
          {chapter ? <Form chapter={chapter.id} online={online} /> : null}
        </>
      )}
    </Page>
  )
}

function Form({ chapter, online }: { chapter: string; online: boolean }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const toast = useToast()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [form, setForm] = useState<NewMember>(NOBODY)
  const [tried, setTried] = useState(false)
  useHoldReload(useUpdates(), form !== NOBODY)
  const lacking = missing(form)
  const intent = useIntent(
    async (input: ReturnType<typeof addInput> & { requestKey: string }) =>
      (await execute(RegisterMemberDocument, { input })).memberAdd,
    ({ member }) => {
      toast({ tone: 'good', text: t.done })
      for (const key of ['members', 'member-counts'])
        void queries.invalidateQueries({ queryKey: [key, chapter] })
      // Who came last stands at the end of the list: what is known of them is shown at once.
      void navigate(member ? `/members/${member.id}` : '/members', { replace: true })
    },
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (lacking.length === 0 && !intent.busy && online) intent.run(addInput(form, chapter))
  }
  const error = (field: string) => {
    const broken = intent.errors.find(error => error.field?.[0] === field)
    return broken && userErrorText(broken.code, language)
  }
  const others = intent.errors.filter(error => !FIELDS.some(field => field === error.field?.[0]))
  return (
    <form className="form" onSubmit={submit}>
      <NewMemberFields
        value={form}
        onChange={setForm}
        missing={tried ? lacking : []}
        error={error}
        searchRegions={searchRegions}
      />
      <UserErrors errors={others} />
      {intent.fault ? <FaultNotice error={intent.fault} /> : null}
      <Button type="submit" variant="primary" size="l" busy={intent.busy} disabled={!online}>
        {t.confirm}
      </Button>
    </form>
  )
}
