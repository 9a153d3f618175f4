import { defineMessages, useMessages } from '@shared/i18n'
import { Empty } from '@shared/ui'

const messages = defineMessages({
  zh: {
    title: '需要网络',
    members: '会员资料不保存在手机上，登记会员也要联网进行。联网后会自动显示。',
    money: '涉及钱款和会籍的操作须联网进行，不会存在手机里稍后发送。联网后即可继续。',
  },
  en: {
    title: 'This needs a network',
    members:
      'Members are not kept on the phone, and are registered online only. It shows up once there is a network.',
    money:
      'What concerns money and membership is done online only, and never kept to be sent later. You can go on once there is a network.',
  },
})

/** What stands in the place of what cannot be shown or done while there is no network. */
export function NeedsNetwork({ what = 'members' }: { what?: 'members' | 'money' }) {
  const t = useMessages(messages)
  return (
    <Empty icon="offline" title={t.title}>
      {t[what]}
    </Empty>
  )
}
