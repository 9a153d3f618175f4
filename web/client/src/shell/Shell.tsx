import { useSession } from '@shared/api'
import { defineMessages, useMessages } from '@shared/i18n'
import { Button, FaultNotice, Icon, type IconName, Loading, Logo, Notice } from '@shared/ui'
import { useQueryClient } from '@tanstack/react-query'
import { Navigate, NavLink, Outlet, ScrollRestoration, useLocation } from 'react-router'
import { useContact, useOutbox } from '../offline'
import { useUpdate } from '../worker'
import { ContactLine } from './ContactLine'
import { LiveDeliveries } from './LiveDeliveries'
import { NoChapter } from './NoChapter'
import { SignIn, SignInAgain } from './SignIn'
import { useOfficeWatch } from './sessionWatch'
import { useUpdates } from './updates'
import { useHelmsman } from './useHelmsman'
import './Shell.css'

const messages = defineMessages({
  zh: {
    nav: '主导航',
    today: '今天',
    policies: '政策',
    values: '本地值',
    members: '会员',
    chapter: '分舵',
    me: '我',
    mine: '会籍',
    orders: '订单',
    points: '积分',
    starting: '正在打开',
    notOpened: '没能打开',
    update: '有新版本',
    reload: '更新',
    waiting: (count: number) => `${count} 项待确认`,
  },
  en: {
    nav: 'Main',
    today: 'Today',
    policies: 'Policies',
    values: 'Values',
    members: 'Members',
    chapter: 'Chapter',
    me: 'Me',
    mine: 'Membership',
    orders: 'Orders',
    points: 'Points',
    starting: 'Opening',
    notOpened: 'It could not be opened',
    update: 'There is a new version',
    reload: 'Update',
    waiting: (count: number) => `${count} not confirmed yet`,
  },
})

/** What stands around every page on the phone. */
export function Shell() {
  const t = useMessages(messages)
  const session = useSession()
  const { account, chapter, unknown } = useHelmsman()
  const queries = useQueryClient()
  const { online } = useContact()
  const outbox = useOutbox()
  const update = useUpdate(useUpdates())
  const lost = useOfficeWatch()
  // What concerns oneself as a member is there for everybody, with an office or without.
  const isMine = useLocation().pathname.startsWith('/mine')

  // Without a network the pages stand on what was read last; nobody is asked to sign in who cannot.
  const known = account !== null
  if (session.state === 'starting' && !known) return <Loading label={t.starting} />
  const expired = session.state === 'expired'
  if (session.state === 'signed-out' || ((session.state === 'offline' || expired) && !known)) {
    return <SignIn />
  }
  if (lost && !isMine) return expired ? <SignIn /> : <NoChapter lost={lost} />
  if (!account) {
    if (unknown) return <NoChapter lost={[]} />
    if (!session.fault) return <Loading label={t.starting} />
    return (
      <main className="sign-in">
        <Logo />
        <h1>{t.notOpened}</h1>
        <FaultNotice
          error={session.fault}
          onRetry={() => void queries.refetchQueries({ queryKey: ['viewer'] })}
        />
      </main>
    )
  }
  if (!chapter && !isMine) {
    if (account.kind === 'MEMBER') return <Navigate to="/mine" replace />
    return expired ? <SignIn /> : <NoChapter lost={[]} />
  }

  const places: { to: string; icon: IconName; label: string }[] = chapter
    ? [
        { to: '/', icon: 'today', label: t.today },
        { to: '/policies', icon: 'policies', label: t.policies },
        { to: '/values', icon: 'settings', label: t.values },
        { to: '/members', icon: 'people', label: t.members },
        { to: '/chapter', icon: 'chapters', label: t.chapter },
        { to: '/me', icon: 'person', label: t.me },
      ]
    : [
        { to: '/mine', icon: 'shield', label: t.mine },
        { to: '/mine/orders', icon: 'document', label: t.orders },
        { to: '/mine/points', icon: 'flag', label: t.points },
        { to: '/mine/me', icon: 'person', label: t.me },
      ]
  const pending = outbox.waiting.length + outbox.refused.length
  return (
    <>
      {expired ? <SignInAgain /> : null}
      {/* Who has to sign in again finds the page as they left it; until then nobody sees it. */}
      <div className="shell" hidden={expired} inert={expired}>
        {online ? null : <ContactLine />}
        {update.state === 'update-ready' ? (
          <Notice
            tone="info"
            action={
              <Button size="s" onClick={update.apply}>
                {t.reload}
              </Button>
            }
          >
            {t.update}
          </Notice>
        ) : null}
        <Outlet />
        <nav className="shell-nav" aria-label={t.nav}>
          {places.map(place => (
            <NavLink key={place.to} to={place.to} end={place.to === '/' || place.to === '/mine'}>
              <Icon name={place.icon} />
              <span>{place.label}</span>
              {place.to === '/me' && pending > 0 ? (
                <span className="shell-count" role="img" aria-label={t.waiting(pending)}>
                  {pending}
                </span>
              ) : null}
            </NavLink>
          ))}
        </nav>
        {chapter ? <LiveDeliveries chapter={chapter.id} /> : null}
        <ScrollRestoration />
      </div>
    </>
  )
}
