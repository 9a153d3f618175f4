import { useSession } from '@shared/api'
import { defineMessages, useMessages } from '@shared/i18n'
import { Button, ButtonLink, Empty, Notice, Page } from '@shared/ui'
import type { OutboxEntry } from '../offline'

const messages = defineMessages({
  zh: {
    title: '目前没有任职',
    text: '您现在不是任何分舵的舵手或副舵手。任期结束后，此手机上保存的分舵资料已清除。如有疑问，请联系上级舵手或总部。',
    lost: '以下内容未能在任期结束前发出，已作废',
    again: '再看一次',
    mine: '我的会籍',
    signOut: '退出',
  },
  en: {
    title: 'No office now',
    text: 'You are neither helmsman nor deputy of a chapter. What this phone kept of your chapter has been removed. Ask the helmsman above or headquarters if this is wrong.',
    lost: 'These did not leave before the term ended, and are void',
    again: 'Look again',
    mine: 'My membership',
    signOut: 'Sign out',
  },
})

/** For somebody who holds no office, or no longer. */
export function NoChapter({ lost }: { lost: readonly OutboxEntry[] }) {
  const t = useMessages(messages)
  const { signOut } = useSession()
  return (
    <Page title={t.title}>
      {lost.length > 0 ? (
        <Notice tone="warn" title={t.lost}>
          <ul>
            {lost.map(entry => (
              <li key={entry.id}>
                {entry.label.policy} {entry.label.detail}
              </li>
            ))}
          </ul>
        </Notice>
      ) : null}
      <Empty
        title={t.text}
        action={
          <>
            <Button onClick={() => location.reload()}>{t.again}</Button>{' '}
            <ButtonLink to="/mine">{t.mine}</ButtonLink>{' '}
            <Button variant="quiet" onClick={() => void signOut()}>
              {t.signOut}
            </Button>
          </>
        }
      />
    </Page>
  )
}
