import { execute, useSession } from '@shared/api'
import type { Permission } from '@shared/gql/schema'
import { defineMessages, levelName, permissionName, roleName, useLanguage, useMessages } from '@shared/i18n'
import { Badge, Button, Combobox, Notice, Page, QueryView, Section, Select } from '@shared/ui'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useSearchParams } from 'react-router'
import {
  ExplainAccessDocument,
  type ExplainAccessQuery,
  FindChaptersDocument,
  type FindChaptersQuery,
  PeopleDocument,
  PersonDocument,
  type PersonRowFragment,
} from '../../gql/graphql'
import { PERMISSIONS } from './permissions'
import './access.css'

const messages = defineMessages({
  zh: {
    title: '谁能做什么，为什么',
    back: '人员与权限',
    who: '谁',
    whoHint: '员工按姓名或邮箱，舵手按完整手机号；不选则为您自己',
    what: '做什么',
    where: '在哪里',
    ask: '查看',
    answers: { ALLOW: '可以', DENY: '不可以，但能看到这个分舵', INVISIBLE: '不可以，对其而言这个分舵不存在' },
    why: '依据',
    gives: '给予',
    none: '与此有关的角色一个也没有。',
    reason: { true: '此角色给予这项权限', false: '此角色不给予这项权限' },
  },
  en: {
    title: 'Who can do what, and why',
    back: 'People and rights',
    who: 'Who',
    whoHint: 'Staff by name or e-mail, a helmsman by the whole phone number; yourself if left empty',
    what: 'Does what',
    where: 'Where',
    ask: 'Explain',
    answers: {
      ALLOW: 'Yes',
      DENY: 'No, but they see that the chapter exists',
      INVISIBLE: 'No; for them there is no such chapter',
    },
    why: 'Why',
    gives: 'Gives it',
    none: 'No role has anything to do with it.',
    reason: { true: 'This role gives it', false: 'This role does not give it' },
  },
})

type FoundChapter = FindChaptersQuery['chapterSearch'][number]
interface Question {
  subject: string
  action: Permission
  chapter: string
}

/** Answers "may they do this here?", with each role and what it had to do with the answer. */
export default function ExplainPage() {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const { account } = useSession()
  const [search] = useSearchParams()
  const [person, setPerson] = useState<PersonRowFragment | null>(null)
  const [chapter, setChapter] = useState<FoundChapter | null>(null)
  const [action, setAction] = useState<Permission>('POLICY_PUBLISH')
  const [question, setQuestion] = useState<Question | null>(null)
  const subject = person?.id ?? search.get('subject') ?? account?.id ?? ''
  const named = useQuery({
    queryKey: ['person', subject],
    queryFn: ({ signal }) => execute(PersonDocument, { id: subject }, { signal }),
    enabled: subject !== '',
  })
  const answer = useQuery({
    queryKey: ['explain', question],
    queryFn: ({ signal }) => execute(ExplainAccessDocument, question as Question, { signal }),
    enabled: question !== null,
  })
  const ask = (event: FormEvent) => {
    event.preventDefault()
    setQuestion({ subject, action, chapter: chapter?.id ?? search.get('chapter') ?? 'chap_1' })
  }
  const name = named.data?.node && 'name' in named.data.node ? named.data.node.name : subject
  return (
    <Page title={t.title} back={{ to: '/access', label: t.back }}>
      <form className="access-explain" onSubmit={ask}>
        <Combobox<PersonRowFragment>
          label={`${t.who} (${name})`}
          hint={t.whoHint}
          value={person}
          onChange={setPerson}
          search={async (text, signal) => (await execute(PeopleDocument, { text }, { signal })).accounts}
          itemKey={found => found.id}
          itemLabel={found => found.name}
          itemDetail={found => found.email ?? found.phone ?? ''}
        />
        <Select
          label={t.what}
          value={action}
          onChange={value => setAction(value as Permission)}
          options={PERMISSIONS.map(value => ({ value, label: permissionName(language, value) }))}
        />
        <Combobox<FoundChapter>
          label={t.where}
          value={chapter}
          onChange={setChapter}
          search={async (text, signal) =>
            (await execute(FindChaptersDocument, { text }, { signal })).chapterSearch
          }
          itemKey={found => found.id}
          itemLabel={found => found.name}
          itemDetail={found =>
            [found.parent?.name, levelName(language, found.level)].filter(Boolean).join(' · ')
          }
        />
        <div>
          <Button type="submit" variant="primary">
            {t.ask}
          </Button>
        </div>
      </form>
      {question ? (
        <QueryView query={answer}>{data => <Answer answer={data.explainAccess} />}</QueryView>
      ) : null}
    </Page>
  )
}

function Answer({ answer }: { answer: ExplainAccessQuery['explainAccess'] }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  return (
    <>
      <Notice tone={answer.decision === 'ALLOW' ? 'good' : 'warn'} title={t.answers[answer.decision]}>
        {permissionName(language, answer.action)} · {answer.chapter?.name ?? '—'}
      </Notice>
      <Section title={t.why}>
        {answer.reasons.length === 0 ? <p>{t.none}</p> : null}
        <ul>
          {answer.reasons.map(({ grant, gives, text }) => (
            <li key={grant.id}>
              <strong>{roleName(language, grant.role)}</strong> · {grant.chapter?.name ?? '—'}{' '}
              {gives ? <Badge tone="good">{t.gives}</Badge> : null}{' '}
              <span>{language === 'zh' ? t.reason[gives ? 'true' : 'false'] : text}</span>
            </li>
          ))}
        </ul>
      </Section>
    </>
  )
}
