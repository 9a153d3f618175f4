import { asFault, useSession } from '@shared/api'
import { defineMessages, useMessages } from '@shared/i18n'
import { Button, Dialog, FaultNotice, Notice } from '@shared/ui'
import { useMutation, useQuery } from '@tanstack/react-query'
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
    notYet: '新窗口里的登录还没有完成。完成后再点“继续”。',
  },
  en: {
    title: 'Your session has ended',
    kept: 'What you were working on is still here. Sign in again to go on.',
    leave: 'Leave it and sign out',
    window: 'Sign in in a new window',
    windowText: 'When you have signed in there, come back and press “Go on”.',
    go: 'Go on',
    notYet: 'You have not signed in in the other window yet. Do so, then press “Go on”.',
  },
})

/** Lies over a page whose session has ended. The page keeps its state, and what it asked for goes on afterwards. */
export function SignInAgain() {
  const t = useMessages(messages)
  const session = useSession()
  const ways = useQuery({ queryKey: ['ways'], queryFn: session.ways, staleTime: 60_000 })
  const [openings, setOpenings] = useState(0)
  const goOn = useMutation({ mutationFn: session.retry })
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
          <Button variant="secondary" busy={goOn.isPending} onClick={() => goOn.mutate()}>
            {t.go}
          </Button>
        </p>
      ) : null}
      {goOn.error && asFault(goOn.error).kind === 'signed-out' ? (
        <Notice tone="warn">{t.notYet}</Notice>
      ) : goOn.error ? (
        <FaultNotice error={goOn.error} />
      ) : null}
    </Dialog>
  )
}
