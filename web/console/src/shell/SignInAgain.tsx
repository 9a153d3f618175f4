import { useSession } from '@shared/api'
import { defineMessages, useMessages } from '@shared/i18n'
import { Button, Dialog } from '@shared/ui'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { PasswordForm } from './PasswordForm'

const messages = defineMessages({
  zh: {
    title: '登录已过期',
    kept: '您正在编辑的内容都还在。重新登录后继续。',
    leave: '放弃并退出',
    window: '在新窗口登录',
    windowText: '登录完成后回到这里，点“继续”。',
    go: '继续',
  },
  en: {
    title: 'Your session has ended',
    kept: 'What you were working on is still here. Sign in again to go on.',
    leave: 'Leave it and sign out',
    window: 'Sign in in a new window',
    windowText: 'When you have signed in there, come back and press “Go on”.',
    go: 'Go on',
  },
})

/** Lies over a page whose session has ended. The page keeps its state, and what it asked for goes on afterwards. */
export function SignInAgain() {
  const t = useMessages(messages)
  const session = useSession()
  const ways = useQuery({ queryKey: ['ways'], queryFn: session.ways, staleTime: 60_000 })
  const [openings, setOpenings] = useState(0)
  const byPassword = ways.data?.password !== false

  return (
    <Dialog
      // There is nothing behind it to go back to: what closes it opens it again.
      key={openings}
      open
      title={t.title}
      onClose={() => setOpenings(openings + 1)}
      footer={
        <Button variant="quiet" onClick={session.leave}>
          {t.leave}
        </Button>
      }
    >
      <p>{t.kept}</p>
      {byPassword ? <PasswordForm /> : null}
      {ways.data?.oidc ? (
        <p>
          <Button onClick={() => window.open('/session/console/oidc?return=/console/', '_blank', 'noopener')}>
            {t.window}
          </Button>{' '}
          {t.windowText}{' '}
          <Button variant="secondary" onClick={session.retry}>
            {t.go}
          </Button>
        </p>
      ) : null}
    </Dialog>
  )
}
