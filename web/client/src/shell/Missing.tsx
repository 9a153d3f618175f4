import { asFault } from '@shared/api'
import { defineMessages, useMessages } from '@shared/i18n'
import { ButtonLink, Empty, FaultNotice, Page } from '@shared/ui'
import { useRouteError } from 'react-router'

const messages = defineMessages({
  zh: { missing: '没有这个页面', home: '回到今天', broken: '页面出错了' },
  en: { missing: 'There is no such page', home: 'Back to today', broken: 'This page failed' },
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

/** What stands in the place of a page that failed. */
export function PageFault() {
  const t = useMessages(messages)
  const error = useRouteError()
  return (
    <Page title={t.broken}>
      <FaultNotice error={asFault(error)} onRetry={() => location.reload()} />
    </Page>
  )
}
