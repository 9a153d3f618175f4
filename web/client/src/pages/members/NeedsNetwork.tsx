import { defineMessages, useMessages } from '@shared/i18n'
import { Empty } from '@shared/ui'

const messages = defineMessages({
  zh: {
    title: '需要网络',
    text: '会员资料不保存在手机上，登记会员也要联网进行。联网后会自动显示。',
  },
  en: {
    title: 'This needs a network',
    text: 'Members are not kept on the phone, and are registered online only. It shows up once there is a network.',
  },
})

/** What stands in the place of members while there is no network. */
export function NeedsNetwork() {
  const t = useMessages(messages)
  return (
    <Empty icon="offline" title={t.title}>
      {t.text}
    </Empty>
  )
}
