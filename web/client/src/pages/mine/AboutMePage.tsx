import { defineMessages, homeSourceName, joinedByName, useLanguage, useMessages } from '@shared/i18n'
import { Day } from '@shared/members'
import { Button, ButtonLink, KeyValue, Section, Time } from '@shared/ui'
import { useState } from 'react'
import { useContact } from '../../offline'
import { SignOut } from '../me/SignOut'
import { CorrectMe } from './CorrectMe'
import { Follows } from './Follows'
import { MyConsents } from './MyConsents'
import { MyData } from './MyData'
import { MyPage } from './MyPage'
import type { Me } from './queries'

const messages = defineMessages({
  zh: {
    title: '我的资料',
    name: '姓名',
    phone: '手机',
    birthYear: '出生年份',
    joined: '加入',
    correct: '更正资料',
    home: '归属分舵',
    homeOf: '由来',
    since: '归属自',
    move: '更换归属分舵',
    mayMove: '可更换日期',
    follows: '关注的分舵',
    consents: '同意与撤回',
    looks: '谁查看过我的明文资料',
    nobody: '没有人查看过',
    somebody: '工作人员',
    data: '个人信息权利',
  },
  en: {
    title: 'About me',
    name: 'Name',
    phone: 'Phone',
    birthYear: 'Year of birth',
    joined: 'Joined',
    correct: 'Correct it',
    home: 'Home',
    homeOf: 'How it was found',
    since: 'Since',
    move: 'Change your home',
    mayMove: 'May be changed from',
    follows: 'Chapters I follow',
    consents: 'Consents',
    looks: 'Who saw me in clear',
    nobody: 'Nobody has',
    somebody: 'Somebody of the staff',
    data: 'My data',
  },
})

/** What is known of a member, what they consent to, and what the law gives them. */
export function AboutMePage() {
  const t = useMessages(messages)
  const { online } = useContact()
  return (
    <MyPage title={t.title}>
      {me => (
        <>
          <Known me={me} online={online} />
          <Section title={t.home}>
            <Home me={me} />
          </Section>
          <Section title={t.follows}>
            <Follows me={me} online={online} />
          </Section>
          <Section title={t.consents}>
            <MyConsents me={me} online={online} />
          </Section>
          <Section title={t.looks}>
            <Looks looks={me.reveals} />
          </Section>
          <Section title={t.data}>
            <MyData me={me} online={online} />
          </Section>
          <SignOut />
        </>
      )}
    </MyPage>
  )
}

function Known({ me, online }: { me: Me; online: boolean }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const [correcting, setCorrecting] = useState(false)
  return (
    <>
      <KeyValue
        items={[
          { label: t.name, value: me.name ?? '—' },
          { label: t.phone, value: me.phone ?? '—' },
          { label: t.birthYear, value: me.birthYear ?? '—' },
          {
            label: t.joined,
            value: (
              <>
                <Time at={me.registeredAt} style="date" /> · {joinedByName(language, me.joinedBy)}
              </>
            ),
          },
        ]}
      />
      <Button icon="edit" disabled={!online} onClick={() => setCorrecting(true)}>
        {t.correct}
      </Button>
      {correcting ? <CorrectMe me={me} onClose={() => setCorrecting(false)} /> : null}
    </>
  )
}

function Home({ me }: { me: Me }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  return (
    <>
      <KeyValue
        items={[
          ...(me.home ? [{ label: t.home, value: me.home.name }] : []),
          { label: t.homeOf, value: homeSourceName(language, me.homeSource) },
          { label: t.since, value: <Time at={me.homeSince} style="date" /> },
          ...(me.mayMoveFrom ? [{ label: t.mayMove, value: <Day on={me.mayMoveFrom} /> }] : []),
        ]}
      />
      {me.mayMoveFrom ? null : (
        <ButtonLink to="/mine/home" icon="move">
          {t.move}
        </ButtonLink>
      )}
    </>
  )
}

function Looks({ looks }: { looks: Me['reveals'] }) {
  const t = useMessages(messages)
  if (looks.length === 0) return <p className="soft">{t.nobody}</p>
  return (
    <ul className="list">
      {looks.map(look => (
        <li key={`${look.at} ${look.reason}`} className="list-row">
          <span>
            {look.by?.name ?? t.somebody} · {look.reason}
          </span>
          <Time at={look.at} style="full" />
        </li>
      ))}
    </ul>
  )
}
