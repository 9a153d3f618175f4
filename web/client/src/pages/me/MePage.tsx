import { defineMessages, roleName, useLanguage, useMessages } from '@shared/i18n'
import { ButtonLink, KeyValue, Page, Section, Time } from '@shared/ui'
import { useContact, useOutbox } from '../../offline'
import { useHelmsman } from '../../shell/useHelmsman'
import { OutboxList } from './OutboxList'
import { SignOut } from './SignOut'
import './MePage.css'

const messages = defineMessages({
  zh: {
    title: '我',
    phone: '手机',
    roles: '角色',
    chapter: '分舵',
    contact: '最近联网',
    never: '尚未联网',
    mine: '我的会籍',
    outbox: '待发送',
    kept: '此浏览器无法保存待发送的内容，关闭页面会丢失。',
  },
  en: {
    title: 'Me',
    phone: 'Phone',
    roles: 'Roles',
    chapter: 'Chapter',
    contact: 'Last contact',
    never: 'None yet',
    mine: 'My membership',
    outbox: 'To be sent',
    kept: 'This browser cannot keep what waits to be sent: it is lost when the page closes.',
  },
})

/** Whoever uses the phone: what waits to be sent, how it looks, and the way out. */
export function MePage() {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const { account, chapter } = useHelmsman()
  const { lastContactAt } = useContact()
  const outbox = useOutbox()
  const roles =
    account?.grants.filter(grant => grant.active).map(grant => roleName(language, grant.role)) ?? []

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
      <ButtonLink to="/mine" icon="shield">
        {t.mine}
      </ButtonLink>
      <Section title={t.outbox}>
        {outbox.durable ? null : <p>{t.kept}</p>}
        <OutboxList />
      </Section>
      <SignOut />
    </Page>
  )
}
