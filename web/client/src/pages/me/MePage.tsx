import { useSession } from '@shared/api'
import { defineMessages, roleName, useLanguage, useMessages } from '@shared/i18n'
import {
  Button,
  ConfirmDialog,
  FaultNotice,
  KeyValue,
  LanguageSwitch,
  Page,
  Section,
  ThemeSwitch,
  Time,
} from '@shared/ui'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useContact, useOffline, useOutbox } from '../../offline'
import { useHelmsman } from '../../shell/useHelmsman'
import { OutboxList } from './OutboxList'
import './MePage.css'

const messages = defineMessages({
  zh: {
    title: '我',
    phone: '手机',
    roles: '角色',
    chapter: '分舵',
    contact: '最近联网',
    never: '尚未联网',
    outbox: '待发送',
    settings: '显示',
    signOut: '退出登录',
    signOutText: '这部手机上保存的政策和分舵资料会被清除。',
    lost: (count: number) => `还有 ${count} 项没有发送，退出后会丢失。`,
    kept: '此浏览器无法保存待发送的内容，关闭页面会丢失。',
  },
  en: {
    title: 'Me',
    phone: 'Phone',
    roles: 'Roles',
    chapter: 'Chapter',
    contact: 'Last contact',
    never: 'None yet',
    outbox: 'To be sent',
    settings: 'Display',
    signOut: 'Sign out',
    signOutText: 'What this phone keeps of policies and of your chapter is removed.',
    lost: (count: number) => `${count} things have not been sent and would be lost.`,
    kept: 'This browser cannot keep what waits to be sent: it is lost when the page closes.',
  },
})

/** Whoever uses the phone: what waits to be sent, how it looks, and the way out. */
export function MePage() {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const session = useSession()
  const offline = useOffline()
  const { account, chapter } = useHelmsman()
  const { lastContactAt } = useContact()
  const outbox = useOutbox()
  const [leaving, setLeaving] = useState(false)
  const unsent = outbox.waiting.length + outbox.refused.length
  const roles =
    account?.grants.filter(grant => grant.active).map(grant => roleName(language, grant.role)) ?? []

  const leave = useMutation({
    // The server comes first: a session that goes on there must not look ended here.
    mutationFn: () => session.signOut(() => offline.signedOut()),
  })
  return (
    <Page title={account?.name ?? t.title} eyebrow={t.title}>
      <KeyValue
        items={[
          { label: t.chapter, value: chapter?.name ?? '—' },
          { label: t.roles, value: [...new Set(roles)].join('、') || '—' },
          { label: t.phone, value: account?.phone ?? '—' },
          {
            label: t.contact,
            value: lastContactAt ? <Time at={new Date(lastContactAt).toISOString()} style="full" /> : t.never,
          },
        ]}
      />
      <Section title={t.outbox}>
        {outbox.durable ? null : <p>{t.kept}</p>}
        <OutboxList />
      </Section>
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
    </Page>
  )
}
