import { execute } from '@shared/api'
import { defineMessages, useMessages } from '@shared/i18n'
import { Button, FaultNotice, UserErrors } from '@shared/ui'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { FollowDocument } from '../../gql/mine/graphql'
import { useIntent } from '../../shell/useIntent'
import { FindChapter, type Listed, whereabouts } from './FindChapter'
import { type Me, readMineAgain } from './queries'

const messages = defineMessages({
  zh: {
    none: '除归属分舵外，还没有关注其他分舵。',
    find: '关注一个分舵',
    follow: '关注',
    leave: (chapter: string) => `取消关注${chapter}`,
  },
  en: {
    none: 'You follow no chapter besides your home.',
    find: 'Follow a chapter',
    follow: 'Follow',
    leave: (chapter: string) => `Follow ${chapter} no more`,
  },
})

/** The chapters that a member follows besides the home. */
export function Follows({ me, online }: { me: Me; online: boolean }) {
  const t = useMessages(messages)
  const queries = useQueryClient()
  const [found, setFound] = useState<Listed | null>(null)
  const intent = useIntent(
    async (input: { id: string; chapter: string; follow: boolean; requestKey: string }) =>
      (await execute(FollowDocument, { input })).memberFollow,
    () => {
      setFound(null)
      readMineAgain(queries)
    },
  )
  const set = (chapter: string, follow: boolean) => intent.run({ id: me.id, chapter, follow })
  return (
    <>
      {me.follows.length === 0 ? <p className="soft">{t.none}</p> : null}
      <ul className="list">
        {me.follows.map(chapter => (
          <li key={chapter.id} className="list-row">
            <span>
              {chapter.name} <span className="soft">{whereabouts(chapter)}</span>
            </span>
            <Button
              variant="quiet"
              icon="close"
              disabled={!online || intent.busy}
              onClick={() => set(chapter.id, false)}
            >
              {t.leave(chapter.name)}
            </Button>
          </li>
        ))}
      </ul>
      <FindChapter label={t.find} value={found} onChange={setFound} disabled={!online} />
      <UserErrors errors={intent.errors} />
      {intent.fault ? <FaultNotice error={intent.fault} /> : null}
      {found ? (
        <Button icon="plus" busy={intent.busy} disabled={!online} onClick={() => set(found.id, true)}>
          {t.follow}
        </Button>
      ) : null}
    </>
  )
}
