import { execute } from '@shared/api'
import { accountKindName, defineMessages, useLanguage, useMessages } from '@shared/i18n'
import { Badge, Button, ButtonLink, DataTable, Page, QueryView, SearchBox } from '@shared/ui'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { PeopleDocument, type PersonRowFragment } from '../../gql/graphql'
import { useRights } from '../../shell/useRights'
import { NewAccountDialog } from './NewAccountDialog'
import './access.css'

const messages = defineMessages({
  zh: {
    title: '人员与权限',
    search: '查找人员',
    placeholder: '员工姓名、邮箱；舵手请输入完整手机号',
    add: '开通员工账号',
    explain: '谁能做什么',
    mine: '我的权限',
    name: '姓名',
    kind: '身份',
    contact: '联系方式',
    chapter: '带领分舵',
    status: '状态',
    active: '正常',
    suspended: '已停用',
    none: '没有找到。舵手要用完整手机号查找。',
  },
  en: {
    title: 'People and rights',
    search: 'Find people',
    placeholder: 'Name or e-mail of staff; a helmsman by the whole phone number',
    add: 'New staff account',
    explain: 'Who can do what',
    mine: 'My rights',
    name: 'Name',
    kind: 'Kind',
    contact: 'Contact',
    chapter: 'Leads',
    status: 'Status',
    active: 'Active',
    suspended: 'Suspended',
    none: 'Nobody was found. Helmsmen are found by their whole phone number.',
  },
})

/** The people of the network, as far as the reader may know of them. */
export default function PeoplePage() {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const navigate = useNavigate()
  const may = useRights()
  const [text, setText] = useState('')
  const [adding, setAdding] = useState(false)
  const sought = useDeferredValue(text.trim())
  const people = useQuery({
    queryKey: ['people', sought],
    queryFn: ({ signal }) => execute(PeopleDocument, { text: sought }, { signal }),
    placeholderData: keepPreviousData,
  })
  return (
    <Page
      title={t.title}
      actions={
        <>
          <ButtonLink to="/access/me">{t.mine}</ButtonLink>
          <ButtonLink to="/access/explain">{t.explain}</ButtonLink>
          {may('ACCOUNT_MANAGE') ? (
            <Button variant="primary" icon="plus" onClick={() => setAdding(true)}>
              {t.add}
            </Button>
          ) : null}
        </>
      }
    >
      <SearchBox label={t.search} value={text} onChange={setText} placeholder={t.placeholder} />
      <QueryView query={people}>
        {({ accounts }) => (
          <DataTable<PersonRowFragment>
            caption={t.title}
            rows={accounts}
            rowKey={person => person.id}
            empty={t.none}
            onRowOpen={person => void navigate(`/access/people/${person.id}`)}
            columns={[
              {
                key: 'name',
                title: t.name,
                render: person => person.name,
              },
              {
                key: 'kind',
                title: t.kind,
                render: person => accountKindName(language, person.kind),
              },
              { key: 'contact', title: t.contact, render: person => person.email ?? person.phone ?? '—' },
              {
                key: 'chapter',
                title: t.chapter,
                render: ({ chapter }) =>
                  chapter ? <Link to={`/chapters/${chapter.id}`}>{chapter.name}</Link> : '—',
              },
              {
                key: 'status',
                title: t.status,
                render: person => (
                  <Badge tone={person.status === 'ACTIVE' ? 'good' : 'bad'}>
                    {person.status === 'ACTIVE' ? t.active : t.suspended}
                  </Badge>
                ),
              },
            ]}
          />
        )}
      </QueryView>
      {adding ? <NewAccountDialog onClose={() => setAdding(false)} /> : null}
    </Page>
  )
}
