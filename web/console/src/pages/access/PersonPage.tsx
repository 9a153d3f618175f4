import { execute, newRequestKey } from '@shared/api'
import { defineMessages, useMessages } from '@shared/i18n'
import {
  Button,
  ButtonLink,
  ConfirmDialog,
  Empty,
  FaultNotice,
  KeyValue,
  Page,
  QueryView,
  Section,
  Time,
  UserErrors,
  useToast,
} from '@shared/ui'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import { PersonDocument, type PersonQuery, RevokeSessionsDocument } from '../../gql/graphql'
import { useRights } from '../../shell/useRights'
import { GiveRole } from './GiveRole'
import { GrantTable } from './GrantTable'

const messages = defineMessages({
  zh: {
    title: '人员',
    back: '人员与权限',
    give: '授予角色',
    revoke: '强制下线',
    revokeTitle: '结束全部登录',
    revokeText: (name: string) =>
      `${name}在所有设备上的登录会立即失效，需要重新登录。未保存的内容仍留在对方设备上。`,
    revoked: (count: number) => `已结束 ${count} 个登录`,
    roles: '角色',
    terms: '任期',
    about: '资料',
    email: '邮箱',
    phone: '手机',
    handle: '代号',
    since: '开通时间',
    leads: '带领分舵',
    none: '查无此人，或您无权查看。',
    explain: '他/她能在这里做什么？',
    noTerms: '目前没有任职',
    to: '至',
  },
  en: {
    title: 'Person',
    back: 'People and rights',
    give: 'Give a role',
    revoke: 'Sign out everywhere',
    revokeTitle: 'End all sessions',
    revokeText: (name: string) => `${name} is signed out on every device at once and has to sign in again.`,
    revoked: (count: number) => `${count} sessions ended`,
    roles: 'Roles',
    terms: 'Terms of office',
    about: 'About',
    email: 'E-mail',
    phone: 'Phone',
    handle: 'Handle',
    since: 'Since',
    leads: 'Leads',
    none: 'There is nobody by this id, or you may not see them.',
    explain: 'What may they do where?',
    noTerms: 'No office is held now',
    to: 'to',
  },
})

type Found = Extract<NonNullable<PersonQuery['node']>, { grants: unknown }>

/** The account in an answer; a node of another kind is none. */
function accountOf(data: PersonQuery | undefined): Found | null {
  return data?.node && 'grants' in data.node ? (data.node as Found) : null
}

/** One person: who they are, what they may do and since when. */
export default function PersonPage() {
  const t = useMessages(messages)
  const { id = '' } = useParams()
  const toast = useToast()
  const may = useRights()
  const [giving, setGiving] = useState(false)
  // The key of this intent, kept while it is tried again; the next time is another.
  const [revoking, setRevoking] = useState<string | null>(null)
  const person = useQuery({
    queryKey: ['person', id],
    queryFn: ({ signal }) => execute(PersonDocument, { id }, { signal }),
  })
  const revoke = useMutation({
    mutationFn: (requestKey: string) =>
      execute(RevokeSessionsDocument, { input: { account: id, requestKey } }),
    onSuccess: ({ sessionsRevoke }) => {
      if (sessionsRevoke.userErrors.length > 0) return
      toast({ tone: 'good', text: t.revoked(sessionsRevoke.sessions ?? 0) })
      setRevoking(null)
    },
  })
  const found = accountOf(person.data)
  return (
    <Page
      title={found?.name ?? t.title}
      back={{ to: '/access', label: t.back }}
      actions={
        found ? (
          <>
            <ButtonLink to={`/access/explain?subject=${id}`}>{t.explain}</ButtonLink>
            {may('ACCOUNT_MANAGE') ? (
              <Button onClick={() => setRevoking(newRequestKey())}>{t.revoke}</Button>
            ) : null}
            {may('GRANT_MANAGE') ? (
              <Button variant="primary" icon="plus" onClick={() => setGiving(true)}>
                {t.give}
              </Button>
            ) : null}
          </>
        ) : null
      }
    >
      <QueryView query={person} empty={() => !found} whenEmpty={<Empty title={t.none} />}>
        {() =>
          found ? (
            <>
              <Section title={t.about}>
                <KeyValue
                  items={[
                    { label: t.email, value: found.email ?? '—' },
                    { label: t.phone, value: found.phone ?? '—' },
                    { label: t.handle, value: found.handle ?? '—' },
                    { label: t.since, value: <Time at={found.createdAt} style="date" /> },
                    {
                      label: t.leads,
                      value: found.chapter ? (
                        <Link to={`/chapters/${found.chapter.id}`}>{found.chapter.name}</Link>
                      ) : (
                        '—'
                      ),
                    },
                  ]}
                />
              </Section>
              <Section title={t.roles}>
                <GrantTable grants={found.grants} caption={t.roles} />
              </Section>
              <Section title={t.terms}>
                {found.terms.length === 0 ? <p>{t.noTerms}</p> : null}
                <ul>
                  {found.terms.map(term => (
                    <li key={term.id}>
                      <Link to={`/chapters/${term.chapter.id}`}>{term.chapter.name}</Link>{' '}
                      <Time at={term.startsAt} style="date" />
                      {term.endsAt ? (
                        <>
                          {' '}
                          {t.to} <Time at={term.endsAt} style="date" />
                        </>
                      ) : null}
                    </li>
                  ))}
                </ul>
              </Section>
            </>
          ) : null
        }
      </QueryView>
      {giving && found ? <GiveRole account={found} onClose={() => setGiving(false)} /> : null}
      <ConfirmDialog
        open={revoking !== null}
        danger
        title={t.revokeTitle}
        confirmLabel={t.revoke}
        busy={revoke.isPending}
        onConfirm={() => revoking && revoke.mutate(revoking)}
        onClose={() => setRevoking(null)}
      >
        <p>{t.revokeText(found?.name ?? '')}</p>
        <UserErrors errors={revoke.data?.sessionsRevoke.userErrors ?? []} />
        {revoke.error ? <FaultNotice error={revoke.error} /> : null}
      </ConfirmDialog>
    </Page>
  )
}
