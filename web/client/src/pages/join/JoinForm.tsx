import { anonymously, useSession } from '@shared/api'
import type { ConsentPurpose } from '@shared/gql/schema'
import { defineMessages, useLanguage, useMessages, userErrorText } from '@shared/i18n'
import { CONSENT_TEXTS, TEXT_VERSION } from '@shared/members/consentTexts'
import { maybeChild } from '@shared/members/form'
import { Button, Checkbox, FaultNotice, Notice, NumberInput, TextInput, UserErrors } from '@shared/ui'
import { type FormEvent, useState } from 'react'
import { useNavigate } from 'react-router'
import { JoinCodeDocument, JoinDocument } from '../../gql/join/graphql'
import { useIntent } from '../../shell/useIntent'
import type { Invitation } from './JoinPage'
import { ASKED, type Joiner, type Missing, missing, NOBODY, registerInput } from './joining'
import { visitorToken } from './visitor'

const messages = defineMessages({
  zh: {
    phone: '手机号',
    ask: '获取验证码',
    code: '验证码',
    codeHint: (phone: string) => `验证码已发送至 ${phone}`,
    other: '换个手机号',
    resend: '再发一次',
    name: '姓名',
    birthYear: '出生年份',
    optional: '可不填',
    child: '未满 14 周岁不能自行加入：请监护人联系总部会员服务办理。',
    consents: `请阅读并勾选（文本版本 ${TEXT_VERSION}）`,
    join: '同意并加入',
    need: {
      code: '请填写验证码。',
      name: '请填写姓名。',
      consents: '没有这项同意就不能加入。',
    },
  },
  en: {
    phone: 'Phone number',
    ask: 'Send me a code',
    code: 'Code',
    codeHint: (phone: string) => `A code was sent to ${phone}`,
    other: 'Another number',
    resend: 'Send again',
    name: 'Name',
    birthYear: 'Year of birth',
    optional: 'May be left empty',
    child:
      'Nobody under 14 joins alone: the guardian asks headquarters’ member service to register the child.',
    consents: `Read these, and tick what you say yes to (version ${TEXT_VERSION})`,
    join: 'Agree and join',
    need: {
      code: 'Enter the code.',
      name: 'Enter your name.',
      consents: 'Nobody joins without this one.',
    },
  },
})

const FIELDS = ['code', 'name', 'birthYear', 'consents']

/** Somebody joins: the phone first, then the code that comes to it, with who they are and what they consent to. */
export function JoinForm({ invitation }: { invitation: Invitation }) {
  const t = useMessages(messages)
  const [joiner, setJoiner] = useState<Joiner>(NOBODY)
  const [asked, setAsked] = useState(false)
  const asking = useIntent(
    async (input: { phone: string; joining: boolean; at: number; requestKey: string }) => {
      // Each request is one of its own: whoever asks again wants another code.
      const { at: _, ...rest } = input
      return (await anonymously(JoinCodeDocument, { input: rest })).codeRequest
    },
    () => setAsked(true),
  )
  const ask = () => asking.run({ phone: joiner.phone.trim(), joining: true, at: Date.now() })
  const set = (change: Partial<Joiner>) => setJoiner({ ...joiner, ...change })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (joiner.phone.trim() !== '' && !asking.busy) ask()
  }
  return (
    <div className="join-form">
      <form className="join-form" onSubmit={submit}>
        <TextInput
          label={t.phone}
          type="tel"
          name="phone"
          inputMode="tel"
          autoComplete="tel-national"
          required
          value={joiner.phone}
          onChange={phone => set({ phone })}
          readOnly={asked}
        />
        <UserErrors errors={asking.errors} />
        {asking.fault ? <FaultNotice error={asking.fault} /> : null}
        {asked ? (
          <div className="join-feet">
            <Button variant="quiet" onClick={() => setAsked(false)}>
              {t.other}
            </Button>
            <Button variant="quiet" busy={asking.busy} onClick={ask}>
              {t.resend}
            </Button>
          </div>
        ) : (
          <Button type="submit" variant="primary" size="l" busy={asking.busy}>
            {t.ask}
          </Button>
        )}
      </form>
      {asked ? <Who invitation={invitation} joiner={joiner} set={set} /> : null}
    </div>
  )
}

interface WhoProps {
  invitation: Invitation
  joiner: Joiner
  set: (change: Partial<Joiner>) => void
}

function Who({ invitation, joiner, set }: WhoProps) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const session = useSession()
  const navigate = useNavigate()
  const [tried, setTried] = useState(false)
  const joining = useIntent(
    async (input: ReturnType<typeof registerInput> & { requestKey: string }) =>
      (await anonymously(JoinDocument, { input })).memberRegister,
    async ({ accessToken }) => {
      if (accessToken) await session.adopt(accessToken)
      void navigate('/mine', { replace: true })
    },
  )
  const lacking = missing(joiner)
  const wrong = (field: Missing | 'birthYear') => {
    if (tried && field !== 'birthYear' && lacking.includes(field)) return t.need[field]
    const broken = joining.errors.find(error => error.field?.[0] === field)
    return broken && userErrorText(broken.code, language)
  }
  const tick = (purpose: ConsentPurpose, given: boolean) =>
    set({
      consents: given
        ? [...joiner.consents, purpose]
        : joiner.consents.filter(consent => consent !== purpose),
    })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (lacking.length === 0 && !joining.busy) joining.run(registerInput(joiner, invitation, visitorToken()))
  }
  const others = joining.errors.filter(error => !FIELDS.includes(error.field?.[0] ?? ''))
  return (
    <form className="join-form" onSubmit={submit}>
      <TextInput
        label={t.code}
        hint={t.codeHint(joiner.phone)}
        name="code"
        inputMode="numeric"
        autoComplete="one-time-code"
        required
        value={joiner.code}
        onChange={code => set({ code })}
        error={wrong('code')}
      />
      <TextInput
        label={t.name}
        autoComplete="name"
        required
        maxLength={60}
        value={joiner.name}
        onChange={name => set({ name })}
        error={wrong('name')}
      />
      <NumberInput
        label={t.birthYear}
        hint={t.optional}
        step={1}
        value={joiner.birthYear}
        onChange={birthYear => set({ birthYear })}
        error={wrong('birthYear')}
      />
      {maybeChild(joiner.birthYear, new Date().getFullYear()) ? <Notice tone="warn">{t.child}</Notice> : null}
      <p>{t.consents}</p>
      {ASKED.map(purpose => (
        <Checkbox
          key={purpose}
          label={CONSENT_TEXTS[purpose][language]}
          checked={joiner.consents.includes(purpose)}
          onChange={given => tick(purpose, given)}
          error={purpose === 'SERVICE' ? wrong('consents') : undefined}
        />
      ))}
      <UserErrors errors={others} />
      {joining.fault ? <FaultNotice error={joining.fault} /> : null}
      <Button type="submit" variant="primary" size="l" busy={joining.busy}>
        {t.join}
      </Button>
    </form>
  )
}
