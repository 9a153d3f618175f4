import { useSession } from '@shared/api'
import { defineMessages, useMessages } from '@shared/i18n'
import { Button, ConfirmDialog, FaultNotice, LanguageSwitch, Section, ThemeSwitch } from '@shared/ui'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useOffline, useOutbox } from '../../offline'
import './MePage.css'

const messages = defineMessages({
  zh: {
    settings: '显示',
    signOut: '退出登录',
    signOutText: '这部手机上为您保存的资料会被清除。',
    lost: (count: number) => `还有 ${count} 项没有发送，退出后会丢失。`,
  },
  en: {
    settings: 'Display',
    signOut: 'Sign out',
    signOutText: 'What this phone keeps for you is removed.',
    lost: (count: number) => `${count} things have not been sent and would be lost.`,
  },
})

/** How the app looks, and the way out. */
export function SignOut() {
  const t = useMessages(messages)
  const session = useSession()
  const offline = useOffline()
  const outbox = useOutbox()
  const [leaving, setLeaving] = useState(false)
  const unsent = outbox.waiting.length + outbox.refused.length
  const leave = useMutation({
    // The server comes first: a session that goes on there must not look ended here.
    mutationFn: () => session.signOut(() => offline.signedOut()),
  })
  return (
    <>
      <Section title={t.settings}>
        <div className="me-switches">
          <ThemeSwitch />
          <LanguageSwitch />
        </div>
      </Section>
      <Button icon="sign-out" onClick={() => setLeaving(true)}>
        {t.signOut}
      </Button>
      <ConfirmDialog
        open={leaving}
        danger={unsent > 0}
        title={t.signOut}
        confirmLabel={t.signOut}
        busy={leave.isPending}
        onConfirm={() => leave.mutate()}
        onClose={() => setLeaving(false)}
      >
        <p>{t.signOutText}</p>
        {unsent > 0 ? (
          <p>
            <strong>{t.lost(unsent)}</strong>
          </p>
        ) : null}
        {leave.error ? <FaultNotice error={leave.error} /> : null}
      </ConfirmDialog>
    </>
  )
}
