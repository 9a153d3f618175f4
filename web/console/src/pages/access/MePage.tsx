import { execute, useSession } from '@shared/api'
import { defineMessages, levelName, permissionName, useLanguage, useMessages } from '@shared/i18n'
import { Badge, Combobox, Loading, Page, QueryView, Section } from '@shared/ui'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import {
  FindChaptersDocument,
  type FindChaptersQuery,
  PersonDocument,
  RightsAtDocument,
} from '../../gql/graphql'
import { GrantTable } from './GrantTable'
import './access.css'

const messages = defineMessages({
  zh: {
    title: '我的权限',
    back: '人员与权限',
    roles: '我的角色',
    here: '在某个分舵我能做什么',
    chapter: '分舵',
    hint: '按名称、拼音或区划代码查找',
    nothing: '在这里没有任何权限',
  },
  en: {
    title: 'My rights',
    back: 'People and rights',
    roles: 'My roles',
    here: 'What I may do at a chapter',
    chapter: 'Chapter',
    hint: 'By name, pinyin or division code',
    nothing: 'Nothing is allowed here',
  },
})

type Found = FindChaptersQuery['chapterSearch'][number]

/** What whoever is signed in may do, and by which roles. */
export default function MePage() {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const { account } = useSession()
  const [chapter, setChapter] = useState<Found | null>(null)
  const at = chapter?.id ?? 'chap_1'
  const me = useQuery({
    queryKey: ['person', account?.id],
    queryFn: ({ signal }) => execute(PersonDocument, { id: account?.id ?? '' }, { signal }),
    enabled: Boolean(account),
  })
  const rights = useQuery({
    queryKey: ['rights', at],
    queryFn: ({ signal }) => execute(RightsAtDocument, { chapter: at }, { signal }),
  })
  if (!account) return <Loading />
  return (
    <Page title={t.title} back={{ to: '/access', label: t.back }}>
      <Section title={t.roles}>
        <QueryView query={me}>
          {({ node }) => (
            <GrantTable grants={node && 'grants' in node ? node.grants : []} caption={t.roles} />
          )}
        </QueryView>
      </Section>
      <Section title={t.here}>
        <Combobox<Found>
          label={t.chapter}
          hint={t.hint}
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
        <QueryView query={rights}>
          {({ chapter: shown }) => (
            <>
              <h3>{shown?.name}</h3>
              {shown?.viewerCan.length ? (
                <ul className="access-rights">
                  {shown.viewerCan.map(permission => (
                    <li key={permission}>
                      <Badge tone="info">{permissionName(language, permission)}</Badge>
                    </li>
                  ))}
                </ul>
              ) : (
                <p>{t.nothing}</p>
              )}
            </>
          )}
        </QueryView>
      </Section>
    </Page>
  )
}
