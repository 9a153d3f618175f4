import { asFault } from '@shared/api'
import { defineMessages, useMessages } from '@shared/i18n'
import { ButtonLink, Empty, FaultNotice, Page } from '@shared/ui'
import { useRouteError } from 'react-router'

const messages = defineMessages({
  zh: {
    missing: '没有这个页面',
    advice: '地址可能已改变，请从首页进入。',
    home: '回到首页',
    broken: '页面出错了',
  },
  en: {
    missing: 'There is no such page',
    advice: 'Its address may have changed. Start from the overview.',
    home: 'To the overview',
    broken: 'This page failed',
  },
})

/** What an unknown address leads to. */
export function Missing() {
  const t = useMessages(messages)
  return (
    <Page title={t.missing}>
      <Empty title={t.advice} action={<ButtonLink to="/">{t.home}</ButtonLink>} />
    </Page>
  )
}

/** What stands in the place of a page that failed to load or to render. */
export function PageFault() {
  const t = useMessages(messages)
  const error = useRouteError()
  return (
    <Page title={t.broken}>
      {/* Loading anew also brings the pages of a newer version, whose files have other names. */}
      <FaultNotice error={asFault(error)} onRetry={() => location.reload()} />
    </Page>
  )
}
