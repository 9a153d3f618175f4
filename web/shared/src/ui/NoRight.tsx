import { useMessages } from '@shared/i18n'
import { Empty } from './Empty'
import { messages } from './messages'

/** Says that the reader may not see or do this; `what` is what they would need to be allowed: 查看审计日志. */
export function NoRight({ what }: { what?: string }) {
  const t = useMessages(messages)
  return (
    <Empty icon="lock" title={what ? t.noRight(what) : t.noRightAnything}>
      {t.noRightAdvice}
    </Empty>
  )
}
