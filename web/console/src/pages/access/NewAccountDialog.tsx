import { execute } from '@shared/api'
import { defineMessages, useMessages } from '@shared/i18n'
import { Button, Dialog, FaultNotice, TextInput, UserErrors, useToast } from '@shared/ui'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useNavigate } from 'react-router'
import { type AccountCreateInput, CreateAccountDocument } from '../../gql/graphql'
import { useIntent } from '../../shell/intent'

const messages = defineMessages({
  zh: {
    title: '开通员工账号',
    name: '姓名',
    email: '邮箱',
    password: '初始密码',
    passwordHint: '留空则只能用身份提供方登录。',
    create: '开通',
    cancel: '取消',
    done: (name: string) => `已为${name}开通账号，接下来请授予角色。`,
  },
  en: {
    title: 'New staff account',
    name: 'Name',
    email: 'E-mail',
    password: 'First password',
    passwordHint: 'Leave it empty for somebody who signs in through the identity provider alone.',
    create: 'Create',
    cancel: 'Cancel',
    done: (name: string) => `${name} has an account now. Give them a role next.`,
  },
})

/** Makes an account for a member of staff. */
export function NewAccountDialog({ onClose }: { onClose: () => void }) {
  const t = useMessages(messages)
  const toast = useToast()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const intent = useIntent<AccountCreateInput>()
  const create = useMutation({
    mutationFn: (input: AccountCreateInput) =>
      execute(CreateAccountDocument, { input: { ...input, requestKey: intent.keyFor(input) } }),
    onSuccess: ({ accountCreate: { account } }) => {
      if (!account) return
      intent.done()
      toast({ tone: 'good', text: t.done(account.name) })
      void queries.invalidateQueries({ queryKey: ['people'] })
      void navigate(`/access/people/${account.id}`)
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    create.mutate({ name, email, password: password || null })
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t.title}
      footer={
        <>
          <Button variant="quiet" onClick={onClose}>
            {t.cancel}
          </Button>
          <Button variant="primary" type="submit" form="new-account" busy={create.isPending}>
            {t.create}
          </Button>
        </>
      }
    >
      <form id="new-account" className="access-form" onSubmit={submit}>
        <TextInput label={t.name} value={name} onChange={setName} required name="name" autoComplete="off" />
        <TextInput
          label={t.email}
          value={email}
          onChange={setEmail}
          required
          type="email"
          name="email"
          autoComplete="off"
        />
        <TextInput
          label={t.password}
          hint={t.passwordHint}
          value={password}
          onChange={setPassword}
          type="password"
          name="password"
          autoComplete="new-password"
        />
        <UserErrors errors={create.data?.accountCreate.userErrors ?? []} />
        {create.error ? <FaultNotice error={create.error} /> : null}
      </form>
    </Dialog>
  )
}
