import { defineMessages, useMessages } from '@shared/i18n'
import { ButtonLink, Empty, Page } from '@shared/ui'

const messages = defineMessages({
  zh: { missing: '没有这个页面', home: '回到首页' },
  en: { missing: 'There is no such page', home: 'Back to the first page' },
})

/** What an unknown address leads to. */
export function Missing() {
  const t = useMessages(messages)
  return (
    <Page title={t.missing}>
      <Empty title={t.missing} action={<ButtonLink to="/">{t.home}</ButtonLink>} />
    </Page>
  )
}
