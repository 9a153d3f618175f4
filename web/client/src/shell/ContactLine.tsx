import { defineMessages, useMessages } from '@shared/i18n'
import { Icon, Time } from '@shared/ui'
import { useContact } from '../offline'

const messages = defineMessages({
  zh: { offline: '没有网络。显示的内容截至', never: '没有网络' },
  en: { offline: 'No network. What you see is as of', never: 'No network' },
})

/** Says that the network is away, and how old is what the pages show. */
export function ContactLine() {
  const t = useMessages(messages)
  const { lastContactAt } = useContact()
  return (
    <div className="contact-line" role="status">
      <Icon name="offline" />
      <span>
        {lastContactAt ? (
          <>
            {t.offline} <Time at={new Date(lastContactAt).toISOString()} style="full" />
          </>
        ) : (
          t.never
        )}
      </span>
    </div>
  )
}
