import { useSession } from '@shared/api'
import { defineMessages, useMessages } from '@shared/i18n'
import { Button, Empty, Page } from '@shared/ui'

const messages = defineMessages({
  zh: {
    title: '目前没有任职',
    text: '您现在不是任何分舵的舵手或副舵手。任期结束后，此手机上保存的分舵资料已清除。如有疑问，请联系上级舵手或总部。',
    again: '再看一次',
    signOut: '退出',
  },
  en: {
    title: 'No office now',
    text: 'You are neither helmsman nor deputy of a chapter. What this phone kept of your chapter has been removed. Ask the helmsman above or headquarters if this is wrong.',
    again: 'Look again',
    signOut: 'Sign out',
  },
})

/** For somebody who holds no office, or no longer. */
export function NoChapter() {
  const t = useMessages(messages)
  const { signOut } = useSession()
  return (
    <Page title={t.title}>
      <Empty
        title={t.text}
        action={
          <>
            <Button onClick={() => location.reload()}>{t.again}</Button>{' '}
            <Button variant="quiet" onClick={() => void signOut()}>
              {t.signOut}
            </Button>
          </>
        }
      />
    </Page>
  )
}
