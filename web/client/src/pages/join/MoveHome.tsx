import { execute } from '@shared/api'
import { defineMessages, useMessages } from '@shared/i18n'
import { Day } from '@shared/members'
import { Button, ButtonLink, Notice, QueryView } from '@shared/ui'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { MyHomeDocument, type MyHomeQuery } from '../../gql/join/graphql'
import { JoinForm } from './JoinForm'
import type { Invitation } from './JoinPage'
import { MoveDialog } from './MoveDialog'

const messages = defineMessages({
  zh: {
    already: '您已是会员',
    here: '您的归属分舵就是这里。',
    text: (chapter: string) =>
      `可以把归属分舵换成${chapter}，180 天内只能更换一次。会籍、积分和订单不受影响。`,
    from: '下次可更换的日期',
    move: '换到这里',
    mine: '我的会籍',
  },
  en: {
    already: 'You are a member already',
    here: 'This is your home.',
    text: (chapter: string) =>
      `You may make ${chapter} your home, once in 180 days. Membership, points and orders stay as they are.`,
    from: 'You may move from',
    move: 'Move here',
    mine: 'My membership',
  },
})

type MyHome = MyHomeQuery['myMembership']

/** For whoever is signed in: a member may move to the chapter of the link, somebody else joins. */
export function MoveHome({ invitation }: { invitation: Invitation }) {
  const home = useQuery({
    queryKey: ['my-home'],
    queryFn: async ({ signal }) => (await execute(MyHomeDocument, {}, { signal })).myMembership,
  })
  return (
    <QueryView query={home} rows={3}>
      {member =>
        member ? <Member member={member} invitation={invitation} /> : <JoinForm invitation={invitation} />
      }
    </QueryView>
  )
}

function Member({ member, invitation }: { member: NonNullable<MyHome>; invitation: Invitation }) {
  const t = useMessages(messages)
  const [asking, setAsking] = useState(false)
  const isHere = member.home?.id === invitation.chapter
  return (
    <div className="join-form">
      <Notice
        tone="info"
        title={t.already}
        action={
          <ButtonLink to="/mine" size="s">
            {t.mine}
          </ButtonLink>
        }
      >
        {isHere ? t.here : t.text(invitation.chapterName)}
      </Notice>
      {!isHere && member.mayMoveFrom ? (
        <p>
          {t.from}：<Day on={member.mayMoveFrom} />
        </p>
      ) : null}
      {!isHere && !member.mayMoveFrom ? <Button onClick={() => setAsking(true)}>{t.move}</Button> : null}
      {asking ? (
        <MoveDialog
          member={member.id}
          to={{ id: invitation.chapter, name: invitation.chapterName }}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </div>
  )
}
