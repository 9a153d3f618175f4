import './FaultNotice.css'
import { asFault } from '@shared/api/fault'
import { faultText, useLanguage, useMessages } from '@shared/i18n'
import { Button } from './Button'
import { Code } from './Code'
import { messages } from './messages'
import { Notice } from './Notice'

interface FaultNoticeProps {
  /** What was thrown: a `Fault`, or anything else. */
  error: unknown
  onRetry?: () => void
}

/** What went wrong with a request, what to do, and the request's id for whoever is asked for help. */
export function FaultNotice({ error, onRetry }: FaultNoticeProps) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const { title, advice } = faultText(error, language)
  const fault = asFault(error)
  const { requestId } = fault
  return (
    <Notice
      tone={fault.kind === 'offline' ? 'warn' : 'bad'}
      title={title}
      action={
        onRetry && (
          <Button size="s" icon="refresh" onClick={onRetry}>
            {t.retry}
          </Button>
        )
      }
    >
      <p>{advice}</p>
      {requestId && (
        <p className="fault-notice-request">
          {t.requestId} <Code>{requestId}</Code>
        </p>
      )}
    </Notice>
  )
}
