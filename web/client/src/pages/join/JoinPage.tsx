import { anonymously, newQueryClient, newRequestKey, useSession } from '@shared/api'
import { alsoTell, defineMessages, MONEY_ERRORS, useLanguage, useMessages, userErrorText } from '@shared/i18n'
import { ButtonLink, Empty, LanguageSwitch, Loading, Notice, Page, QueryView, ThemeSwitch } from '@shared/ui'
import { QueryClientProvider, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useParams } from 'react-router'
import { OpenInvitationDocument, type OpenInvitationMutation } from '../../gql/join/graphql'
import { JoinForm } from './JoinForm'
import { MoveHome } from './MoveHome'
import { Prices } from './Prices'
import { visitorToken } from './visitor'
import '../members/errors'
import './Join.css'

alsoTell(MONEY_ERRORS)

const messages = defineMessages({
  zh: {
    title: '加入分舵',
    join: (chapter: string) => `加入${chapter}`,
    invitedBy: (name: string) => `${name} 邀请您加入`,
    campaign: (name: string) => `活动：${name}`,
    other: '您此前打开过另一个推广链接，推荐关系以最先打开的为准；您仍可加入这里。',
    noLink: '这个链接不能用',
    signIn: '已是会员？登录',
    opening: '正在打开邀请',
  },
  en: {
    title: 'Join a chapter',
    join: (chapter: string) => `Join ${chapter}`,
    invitedBy: (name: string) => `${name} invites you`,
    campaign: (name: string) => `Campaign: ${name}`,
    other:
      'You opened another link before, and the first one counts for whoever shared it. You may join here all the same.',
    noLink: 'This link cannot be used',
    signIn: 'A member already? Sign in',
    opening: 'Opening the invitation',
  },
})

/** What somebody sees who opens a link. */
export type Invitation = NonNullable<OpenInvitationMutation['referralTouch']['invitation']>

/** Where a chapter's link leads: nobody needs to be signed in. */
export function JoinPage() {
  // A cache of its own: the app's is emptied when it turns out that nobody is signed in, which is the rule here.
  const [queries] = useState(newQueryClient)
  return (
    <QueryClientProvider client={queries}>
      <Join />
    </QueryClientProvider>
  )
}

function Join() {
  const { code = '' } = useParams()
  const t = useMessages(messages)
  const { language } = useLanguage()
  const opened = useQuery({
    queryKey: ['invitation', code],
    queryFn: async () => {
      const input = { code, visitor: visitorToken(), requestKey: newRequestKey() }
      return (await anonymously(OpenInvitationDocument, { input })).referralTouch
    },
    // Opening it again would be another look by the same phone, and tell nothing new.
    staleTime: Number.POSITIVE_INFINITY,
  })
  const invitation = opened.data?.invitation ?? null
  return (
    <div className="shell join">
      <Page title={invitation ? t.join(invitation.chapterName) : t.title}>
        <QueryView query={opened} rows={5}>
          {({ invitation, userErrors }) =>
            invitation ? (
              <Opened invitation={invitation} />
            ) : (
              <Empty icon="search" title={t.noLink}>
                {userErrors.map(error => userErrorText(error.code, language)).join(' ')}
              </Empty>
            )
          }
        </QueryView>
        <div className="join-feet">
          <ButtonLink to="/" variant="quiet">
            {t.signIn}
          </ButtonLink>
          <LanguageSwitch />
          <ThemeSwitch />
        </div>
      </Page>
    </div>
  )
}

function Opened({ invitation }: { invitation: Invitation }) {
  const t = useMessages(messages)
  const { state } = useSession()
  return (
    <>
      {invitation.inviterName ? <p>{t.invitedBy(invitation.inviterName)}</p> : null}
      {invitation.campaign ? <p className="soft">{t.campaign(invitation.campaign)}</p> : null}
      {invitation.holds ? null : <Notice tone="info">{t.other}</Notice>}
      <Prices chapter={invitation.chapter} />
      {state === 'starting' ? (
        <Loading label={t.opening} />
      ) : state === 'signed-in' ? (
        <MoveHome invitation={invitation} />
      ) : (
        <JoinForm invitation={invitation} />
      )}
    </>
  )
}
