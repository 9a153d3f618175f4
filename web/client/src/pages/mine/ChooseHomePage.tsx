import { defineMessages, useMessages } from '@shared/i18n'
import { Day } from '@shared/members'
import { Button, Notice } from '@shared/ui'
import { useState } from 'react'
import { useContact } from '../../offline'
import { NeedsNetwork } from '../../shell/NeedsNetwork'
import { MoveDialog } from '../join/MoveDialog'
import { Prices } from '../join/Prices'
import { FindChapter, type Listed } from './FindChapter'
import { MyPage } from './MyPage'
import type { Me } from './queries'

const messages = defineMessages({
  zh: {
    title: '更换归属分舵',
    text: '180 天内可更换一次。会籍、积分和订单不受影响。',
    from: '暂时不能更换，可更换日期：',
    chapter: '新的归属分舵',
    here: '这就是您现在的归属分舵。',
    move: '换到这里',
  },
  en: {
    title: 'Change your home',
    text: 'Once in 180 days. Membership, points and orders stay as they are.',
    from: 'You cannot move yet. You may from: ',
    chapter: 'The new home',
    here: 'This is your home already.',
    move: 'Move here',
  },
})

/** A member finds another chapter in the directory, sees what it costs there, and moves. */
export function ChooseHomePage() {
  const t = useMessages(messages)
  return (
    <MyPage title={t.title} below>
      {me => <Choose me={me} />}
    </MyPage>
  )
}

function Choose({ me }: { me: Me }) {
  const t = useMessages(messages)
  const { online } = useContact()
  const [chosen, setChosen] = useState<Listed | null>(null)
  const [asking, setAsking] = useState(false)
  if (me.mayMoveFrom)
    return (
      <Notice tone="info">
        {t.from}
        <Day on={me.mayMoveFrom} />
      </Notice>
    )
  const isHere = chosen !== null && chosen.id === me.home?.id
  return (
    <div className="form">
      <p className="soft">{t.text}</p>
      <FindChapter
        label={t.chapter}
        error={isHere ? t.here : undefined}
        value={chosen}
        onChange={setChosen}
        disabled={!online}
      />
      {chosen && !isHere ? (
        <>
          <Prices chapter={chosen.id} />
          <Button variant="primary" size="l" disabled={!online} onClick={() => setAsking(true)}>
            {t.move}
          </Button>
        </>
      ) : null}
      {online ? null : <NeedsNetwork what="money" />}
      {chosen && asking ? <MoveDialog member={me.id} to={chosen} onClose={() => setAsking(false)} /> : null}
    </div>
  )
}
