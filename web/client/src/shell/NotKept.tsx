import { defineMessages, useMessages } from '@shared/i18n'
import { Notice } from '@shared/ui'

const messages = defineMessages({
  zh: {
    title: '没有记下',
    text: '这部手机没能保存您的操作，也没有发送。请刷新页面、登录后再试。若仍不行，请清理手机的存储空间。',
  },
  en: {
    title: 'This was not noted',
    text: 'This phone could not keep what you did, and nothing was sent. Reload the page, sign in and try again. If that does not help, free some storage.',
  },
})

/** Says that what a person wants done could not be taken up. */
export function NotKept() {
  const t = useMessages(messages)
  return (
    <div role="alert">
      <Notice tone="bad" title={t.title}>
        {t.text}
      </Notice>
    </div>
  )
}
