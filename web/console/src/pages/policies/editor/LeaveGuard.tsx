import { defineMessages, useMessages } from '@shared/i18n'
import { Button, Dialog } from '@shared/ui'
import { useEffect } from 'react'
import { useBlocker } from 'react-router'

const messages = defineMessages({
  zh: {
    title: '还没有保存',
    text: '您写的内容会留在这个窗口里：下次打开这项政策的编辑页，就能接着写。关闭窗口或退出登录后不再保留。',
    stay: '继续编辑',
    leave: '离开，内容先留着',
    discard: '离开并丢弃',
  },
  en: {
    title: 'This is not saved yet',
    text: 'What you wrote stays in this window: open the editor of this policy again to go on. It is gone when the window is closed or you sign out.',
    stay: 'Go on writing',
    leave: 'Leave, and keep it here',
    discard: 'Leave, and discard it',
  },
})

interface LeaveGuardProps {
  /** Whether something would be left behind. */
  when: () => boolean
  onDiscard: () => void
}

/** Asks before a page with unsaved work is left. */
export function LeaveGuard({ when, onDiscard }: LeaveGuardProps) {
  const t = useMessages(messages)
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      // Who signs out has been told what becomes of it, and must not be held back.
      when() && currentLocation.pathname !== nextLocation.pathname && nextLocation.pathname !== '/sign-in',
  )

  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      if (when()) event.preventDefault()
    }
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [when])

  if (blocker.state !== 'blocked') return null
  return (
    <Dialog
      open
      title={t.title}
      onClose={blocker.reset}
      footer={
        <>
          <Button
            variant="danger"
            onClick={() => {
              onDiscard()
              blocker.proceed()
            }}
          >
            {t.discard}
          </Button>
          <Button onClick={blocker.proceed}>{t.leave}</Button>
          <Button variant="primary" onClick={blocker.reset} data-autofocus>
            {t.stay}
          </Button>
        </>
      }
    >
      <p>{t.text}</p>
    </Dialog>
  )
}
