import { asFault, type Fault, useSession } from '@shared/api'
import { defineMessages, useMessages } from '@shared/i18n'
import {
  Button,
  Dialog,
  FaultNotice,
  LanguageSwitch,
  Logo,
  Notice,
  TextInput,
  ThemeSwitch,
  UserErrors,
} from '@shared/ui'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useEffect, useRef, useState } from 'react'

const messages = defineMessages({
  zh: {
    title: '登录',
    again: '请重新登录',
    againText: '登录已过期。待发送的内容还在这部手机上，登录后会继续发送。',
    phone: '手机号',
    ask: '获取验证码',
    code: '验证码',
    codeHint: (phone: string) => `如果 ${phone} 已经注册，验证码已经发出。`,
    signIn: '登录',
    other: '换个手机号',
    resend: '再发一次',
    leave: '放弃并退出',
    demo: '演示数据',
    demoText: '杭州分舵的舵手：19900330100。验证码写在启动演示的终端里。',
  },
  en: {
    title: 'Sign in',
    again: 'Sign in again',
    againText:
      'Your session has ended. What waits to be sent is still on this phone and goes out after you sign in.',
    phone: 'Phone number',
    ask: 'Send me a code',
    code: 'Code',
    codeHint: (phone: string) => `If ${phone} is registered, a code is on its way.`,
    signIn: 'Sign in',
    other: 'Another number',
    resend: 'Send again',
    leave: 'Leave it and sign out',
    demo: 'Demo data',
    demoText: 'The helmsman of Hangzhou: 19900330100. The code stands in the terminal that runs the demo.',
  },
})

type Errors = Awaited<ReturnType<ReturnType<typeof useSession>['requestCode']>>['userErrors']

/** How far a sign-in has come. */
function useSteps() {
  const session = useSession()
  const [phone, setPhone] = useState('')
  const [code, setCode] = useState('')
  const [asked, setAsked] = useState(false)
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<Fault | null>(null)
  const [errors, setErrors] = useState<Errors>([])

  const attempt = async (work: () => Promise<void>) => {
    setBusy(true)
    setFault(null)
    setErrors([])
    try {
      await work()
    } catch (error) {
      setFault(asFault(error))
    } finally {
      setBusy(false)
    }
  }
  const ask = () =>
    attempt(async () => {
      const { userErrors } = await session.requestCode(phone.trim())
      setErrors(userErrors)
      setAsked(userErrors.length === 0)
    })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void (asked ? attempt(() => session.signInWithCode(phone.trim(), code.trim())) : ask())
  }
  return { phone, setPhone, code, setCode, asked, setAsked, busy, fault, errors, ask, submit }
}

/** The page of whoever is not signed in. */
export function SignIn() {
  const t = useMessages(messages)
  const session = useSession()
  const steps = useSteps()
  const ways = useQuery({ queryKey: ['ways'], queryFn: session.ways, staleTime: 60_000 })
  const expired = session.state === 'expired'
  const title = expired ? t.again : t.title

  useEffect(() => {
    document.title = `${title} · Flotilla`
  }, [title])

  return (
    <main className="sign-in">
      <Logo />
      <h1>{title}</h1>
      {expired ? <p>{t.againText}</p> : null}
      <Steps {...steps} />
      {ways.data?.demo ? (
        <Notice tone="info" title={t.demo}>
          {t.demoText}
        </Notice>
      ) : null}
      <div className="sign-in-switches">
        <LanguageSwitch />
        <ThemeSwitch />
      </div>
    </main>
  )
}

/** Lies over a page whose session has ended: whoever signs in again finds it as they left it. */
export function SignInAgain() {
  const t = useMessages(messages)
  const session = useSession()
  const steps = useSteps()
  const [openings, setOpenings] = useState(0)
  return (
    <Dialog
      // There is nothing behind it to go back to: what closes it opens it again, with what was typed.
      key={openings}
      open
      title={t.again}
      onClose={() => setOpenings(openings + 1)}
      footer={
        <Button variant="quiet" onClick={session.leave}>
          {t.leave}
        </Button>
      }
    >
      <div className="sign-in-again">
        <p>{t.againText}</p>
        <Steps {...steps} />
      </div>
    </Dialog>
  )
}

/** Phone, then the code that comes by message. */
function Steps(steps: ReturnType<typeof useSteps>) {
  const t = useMessages(messages)
  const { phone, setPhone, code, setCode, asked, setAsked, busy, fault, errors, ask, submit } = steps
  const form = useRef<HTMLFormElement>(null)
  const before = useRef(asked)

  // The field that comes next takes the focus, which would be lost with the button that was pressed.
  useEffect(() => {
    if (before.current === asked) return
    before.current = asked
    form.current?.querySelector<HTMLInputElement>(asked ? '[name="code"]' : '[name="phone"]')?.focus()
  }, [asked])

  return (
    <form ref={form} onSubmit={submit}>
      <TextInput
        label={t.phone}
        type="tel"
        name="phone"
        inputMode="tel"
        autoComplete="tel-national"
        required
        value={phone}
        onChange={setPhone}
        readOnly={asked}
      />
      {asked ? (
        <TextInput
          label={t.code}
          hint={t.codeHint(phone)}
          name="code"
          inputMode="numeric"
          autoComplete="one-time-code"
          required
          value={code}
          onChange={setCode}
        />
      ) : null}
      <UserErrors errors={errors} />
      {fault ? <FaultNotice error={fault} /> : null}
      <Button type="submit" variant="primary" size="l" busy={busy}>
        {asked ? t.signIn : t.ask}
      </Button>
      {asked ? (
        <div className="sign-in-switches">
          <Button variant="quiet" onClick={() => setAsked(false)}>
            {t.other}
          </Button>
          <Button variant="quiet" onClick={() => void ask()}>
            {t.resend}
          </Button>
        </div>
      ) : null}
    </form>
  )
}
