import { asFault } from '@shared/api'
import { defineMessages, useMessages } from '@shared/i18n'
import { FaultNotice, Page } from '@shared/ui'
import { useRouteError } from 'react-router'

const messages = defineMessages({ zh: { broken: '页面出错了' }, en: { broken: 'This page failed' } })

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
