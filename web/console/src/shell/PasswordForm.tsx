import { asFault, type Fault, useSession } from '@shared/api'
import { defineMessages, useMessages } from '@shared/i18n'
import { Button, FaultNotice, TextInput } from '@shared/ui'
import { type FormEvent, useState } from 'react'

const messages = defineMessages({
  zh: { email: '邮箱', password: '密码', signIn: '登录' },
  en: { email: 'E-mail', password: 'Password', signIn: 'Sign in' },
})

/** E-mail and password. What stands around it goes away by itself when the session begins. */
export function PasswordForm() {
  const t = useMessages(messages)
  const { signInWithPassword } = useSession()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<Fault | null>(null)

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setFault(null)
    try {
      await signInWithPassword(email.trim(), password)
    } catch (error) {
      setFault(asFault(error))
    } finally {
      setBusy(false)
    }
  }

  return (
    <form className="password-form" onSubmit={submit}>
      <TextInput
        label={t.email}
        type="email"
        name="email"
        autoComplete="username"
        required
        value={email}
        onChange={setEmail}
      />
      <TextInput
        label={t.password}
        type="password"
        name="password"
        autoComplete="current-password"
        required
        value={password}
        onChange={setPassword}
      />
      {fault ? <FaultNotice error={fault} /> : null}
      <Button type="submit" variant="primary" busy={busy}>
        {t.signIn}
      </Button>
    </form>
  )
}
