import { useSession } from '@shared/api'
import { defineMessages, useMessages } from '@shared/i18n'
import { Button, FaultNotice, LanguageSwitch, Loading, Logo, Notice, ThemeSwitch } from '@shared/ui'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { Navigate, useLocation, useSearchParams } from 'react-router'
import { PasswordForm } from './PasswordForm'
import './SignInPage.css'

const messages = defineMessages({
  zh: {
    title: '登录总部控制台',
    lead: '授权分舵，发布政策，看着它一级一级落地。',
    provider: (name: string) => `用 ${name} 登录`,
    or: '或',
    demo: '演示数据',
    demoText: '邮箱 hq-admin@demo.invalid，密码见启动演示的终端。',
    failed: '登录没有完成',
    problems: {
      oidc_unavailable: '身份提供方暂时无法访问，请稍后再试或改用密码。',
      oidc_unknown: '这个身份没有对应的员工账号，请联系管理员用您的邮箱开通。',
      oidc_refused: '身份提供方没有允许这次登录，可能是您取消了。请重新登录。',
      oidc_expired: '登录请求已过期，请重新登录。',
      oidc_invalid: '身份提供方的回答无法核实，没有登录。请联系管理员。',
    },
  },
  en: {
    title: 'Sign in to the HQ console',
    lead: 'License chapters, publish policies, and watch them land level by level.',
    provider: (name: string) => `Sign in with ${name}`,
    or: 'or',
    demo: 'Demo data',
    demoText: 'E-mail hq-admin@demo.invalid; the password stands in the terminal that runs the demo.',
    failed: 'The sign-in was not completed',
    problems: {
      oidc_unavailable: 'The identity provider cannot be reached. Try again later, or use a password.',
      oidc_unknown:
        'No staff account belongs to this identity. Ask an administrator to open one for your e-mail.',
      oidc_refused: 'The identity provider did not allow it; perhaps you cancelled. Start again.',
      oidc_expired: 'The sign-in took too long. Start again.',
      oidc_invalid: 'The answer of the identity provider could not be verified. Tell an administrator.',
    },
  },
})

/** Where HQ staff come in. */
export function SignInPage() {
  const t = useMessages(messages)
  const session = useSession()
  const location = useLocation()
  const [search] = useSearchParams()
  const target = targetOf(location.state)
  const ways = useQuery({ queryKey: ['ways'], queryFn: session.ways, staleTime: 60_000 })
  const problem = search.get('problem') as keyof typeof t.problems | null

  useEffect(() => {
    document.title = `${t.title} · Flotilla`
  }, [t])

  if (session.state === 'starting') return <Loading />
  if (session.state === 'signed-in') return <Navigate to={target} replace />
  return (
    <div className="sign-in">
      <main className="sign-in-card">
        <Logo />
        <h1>{t.title}</h1>
        <p className="sign-in-lead">{t.lead}</p>
        {problem ? (
          <Notice tone="bad" title={t.failed}>
            {t.problems[problem] ?? t.problems.oidc_expired}
          </Notice>
        ) : null}
        {ways.error ? <FaultNotice error={ways.error} onRetry={() => void ways.refetch()} /> : null}
        {ways.data?.oidc ? (
          <>
            <Button
              variant="primary"
              onClick={() =>
                window.location.assign(
                  `/session/console/oidc?return=${encodeURIComponent(`/console${target}`)}`,
                )
              }
            >
              {t.provider(ways.data.oidc.name)}
            </Button>
            {ways.data.password ? <p className="sign-in-or">{t.or}</p> : null}
          </>
        ) : null}
        {ways.data?.password === false ? null : <PasswordForm />}
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
    </div>
  )
}

/** Where somebody wanted to go before they had to sign in: always a page of this console. */
function targetOf(state: unknown): string {
  const from = typeof state === 'object' && state && 'from' in state ? state.from : null
  return typeof from === 'string' && from.startsWith('/') && !from.startsWith('/sign-in') ? from : '/'
}
