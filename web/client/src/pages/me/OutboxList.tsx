import { defineMessages, useLanguage, useMessages, userErrorText } from '@shared/i18n'
import { Badge, Button, Time } from '@shared/ui'
import { type OutboxEntry, problemAdvice, useOutbox } from '../../offline'
import './MePage.css'

const messages = defineMessages({
  zh: {
    none: '没有待发送的内容',
    kinds: {
      acknowledge: '确认收悉',
      'mark-read': '标记已读',
      'override-set': '设定本地值',
      'override-clear': '恢复上级的值',
    },
    waiting: '待确认',
    sending: '正在发送',
    refused: '未被接受',
    confirmed: '已完成',
    at: '记于',
    send: '现在发送',
    retry: '再试一次',
    dismiss: '删除',
  },
  en: {
    none: 'Nothing waits to be sent',
    kinds: {
      acknowledge: 'Acknowledge',
      'mark-read': 'Mark as read',
      'override-set': 'Set a local value',
      'override-clear': 'Back to the value above',
    },
    waiting: 'Not confirmed yet',
    sending: 'Being sent',
    refused: 'Not accepted',
    confirmed: 'Done',
    at: 'Noted',
    send: 'Send now',
    retry: 'Try again',
    dismiss: 'Remove',
  },
})

/** What waits to be sent, and what was not accepted and why. */
export function OutboxList() {
  const t = useMessages(messages)
  const { waiting, refused, sendNow } = useOutbox()
  if (waiting.length + refused.length === 0) return <p>{t.none}</p>
  return (
    <>
      <ul className="outbox">
        {[...refused, ...waiting].map(entry => (
          <Entry key={entry.id} entry={entry} />
        ))}
      </ul>
      {waiting.length > 0 ? (
        <Button icon="send" onClick={sendNow}>
          {t.send}
        </Button>
      ) : null}
    </>
  )
}

function Entry({ entry }: { entry: OutboxEntry }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const { retry, dismiss } = useOutbox()
  const problem = entry.lastProblem
  return (
    <li>
      <span>
        <strong>{t.kinds[entry.kind]}</strong> · {entry.label.policy}
        {entry.label.detail ? ` (${entry.label.detail})` : ''}
      </span>
      <span>
        <Badge tone={entry.state === 'refused' ? 'bad' : 'info'}>{t[entry.state]}</Badge> {t.at}{' '}
        <Time at={new Date(entry.createdAt).toISOString()} style="full" />
      </span>
      {problem ? (
        <span>{problemAdvice(problem, language)?.text ?? userErrorText(problem.code, language)}</span>
      ) : null}
      {entry.state === 'refused' || entry.state === 'waiting' ? (
        <span>
          {entry.state === 'refused' ? (
            <Button size="s" onClick={() => void retry(entry.id)}>
              {t.retry}
            </Button>
          ) : null}{' '}
          <Button size="s" variant="quiet" onClick={() => void dismiss(entry.id)}>
            {t.dismiss}
          </Button>
        </span>
      ) : null}
    </li>
  )
}
