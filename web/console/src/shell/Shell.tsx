import { useSession } from '@shared/api'
import type { Role } from '@shared/gql/schema'
import { defineMessages, faultText, roleName, useLanguage, useMessages } from '@shared/i18n'
import {
  Button,
  FaultNotice,
  Icon,
  LanguageSwitch,
  Loading,
  Logo,
  ThemeSwitch,
  useToast,
  VisuallyHidden,
} from '@shared/ui'
import { Navigate, NavLink, Outlet, ScrollRestoration, useLocation } from 'react-router'
import { SignInAgain } from './SignInAgain'
import type { Section } from './section'
import { useRights } from './useRights'
import './Shell.css'

const messages = defineMessages({
  zh: {
    skip: '跳到正文',
    nav: '主导航',
    signOut: '退出',
    starting: '正在打开控制台',
    offline: '连不上服务器',
    account: '当前账号',
  },
  en: {
    skip: 'Skip to the content',
    nav: 'Main',
    signOut: 'Sign out',
    starting: 'Opening the console',
    offline: 'The server cannot be reached',
    account: 'Signed in as',
  },
})

/** What stands around every page: the navigation, who is signed in, and the way out. */
export function Shell({ sections }: { sections: readonly Section[] }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const session = useSession()
  const location = useLocation()
  const toast = useToast()
  const may = useRights()
  const offered = sections.filter(section => !section.needs || may(section.needs, section.at))
  if (session.state === 'starting') return <Loading label={t.starting} />
  if (session.state === 'signed-out') {
    return <Navigate to="/sign-in" replace state={{ from: location.pathname + location.search }} />
  }
  if (session.state === 'offline') {
    return (
      <main className="shell-offline">
        <h1>{t.offline}</h1>
        <Button onClick={session.retry}>{language === 'zh' ? '重试' : 'Try again'}</Button>
      </main>
    )
  }
  return (
    <div className="shell">
      <a className="shell-skip" href="#main">
        {t.skip}
      </a>
      <header className="shell-side">
        <div className="shell-brand">
          <Logo />
        </div>
        <nav aria-label={t.nav}>
          <ul>
            {offered.map(section => (
              <li key={section.path}>
                <NavLink to={`/${section.path}`} end={section.path === ''}>
                  <Icon name={section.icon} />
                  <span>{section.title[language]}</span>
                </NavLink>
              </li>
            ))}
          </ul>
        </nav>
        <div className="shell-account">
          {session.fault ? <FaultNotice error={session.fault} /> : null}
          {session.account ? (
            <NavLink to="/access/me" className="shell-person">
              <VisuallyHidden>{t.account}</VisuallyHidden>
              <strong>{session.account.name}</strong>
              <span>{roles(session.account.grants, language)}</span>
            </NavLink>
          ) : null}
          <div className="shell-switches">
            <ThemeSwitch />
            <LanguageSwitch />
            <Button
              variant="quiet"
              size="s"
              icon="sign-out"
              onClick={() =>
                void session
                  .signOut()
                  .catch(error => toast({ tone: 'bad', text: faultText(error, language).title }))
              }
            >
              {t.signOut}
            </Button>
          </div>
        </div>
      </header>
      <div className="shell-content">
        <Outlet />
      </div>
      {session.state === 'expired' ? <SignInAgain /> : null}
      <ScrollRestoration />
    </div>
  )
}

function roles(grants: readonly { role: Role; active: boolean }[], language: 'zh' | 'en') {
  const names = grants.filter(grant => grant.active).map(grant => roleName(language, grant.role))
  return [...new Set(names)].join(language === 'zh' ? '、' : ', ')
}
