import { defineMessages, useLanguage, useMessages, userErrorText } from '@shared/i18n'
import { Button, Notice } from '@shared/ui'
import { useState } from 'react'
import type { DeliveryCardFragment } from '../../gql/graphql'
import { problemAdvice, useEnqueue, useOutbox, usePendingFor } from '../../offline'
import { NotKept } from '../../shell/NotKept'
import { isOpen } from './order'

const messages = defineMessages({
  zh: {
    acknowledge: '我已阅读并确认收悉',
    pending: '已记下您的确认，尚未得到服务器确认',
    pendingText: '有网络时会自动发送，无需再点。',
    refused: '您的确认没有被接受',
    dismiss: '知道了',
    retry: '再试一次',
  },
  en: {
    acknowledge: 'I have read this and acknowledge it',
    pending: 'Your acknowledgement is noted, and not yet confirmed by the server',
    pendingText: 'It is sent by itself as soon as there is a network.',
    refused: 'Your acknowledgement was not accepted',
    dismiss: 'All right',
    retry: 'Try again',
  },
})

interface Props {
  chapter: { id: string; name: string }
  delivery: DeliveryCardFragment
}

/** The way to acknowledge, and what has become of it: never "done" before the server has said so. */
export function Acknowledge({ chapter, delivery }: Props) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const enqueue = useEnqueue()
  const { retry, dismiss } = useOutbox()
  const [busy, setBusy] = useState(false)
  const [notKept, setNotKept] = useState(false)
  const { version } = delivery
  const { acknowledge: entry } = usePendingFor(chapter.id, version.id)

  if (entry?.state === 'refused') {
    const problem = entry.lastProblem
    const advice = problem
      ? (problemAdvice(problem, language)?.text ?? userErrorText(problem.code, language))
      : ''
    return (
      <Notice tone="bad" title={t.refused}>
        <p>{advice}</p>
        <Button size="s" onClick={() => void retry(entry.id)}>
          {t.retry}
        </Button>{' '}
        <Button size="s" variant="quiet" onClick={() => void dismiss(entry.id)}>
          {t.dismiss}
        </Button>
      </Notice>
    )
  }
  if (entry && entry.state !== 'confirmed') {
    return (
      <Notice tone="info" title={t.pending}>
        {t.pendingText}
      </Notice>
    )
  }
  if (!isOpen(delivery) || entry) return null

  const acknowledge = async () => {
    setBusy(true)
    setNotKept(false)
    try {
      await enqueue({
        kind: 'acknowledge',
        policy: version.policy.key,
        input: { chapter: chapter.id, version: version.id, hash: version.hash },
        label: { policy: version.policy.title, chapter: chapter.name, detail: `v${version.number}` },
      })
    } catch {
      setNotKept(true)
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className="policy-actions">
      {notKept ? <NotKept /> : null}
      <Button variant="primary" size="l" icon="check" busy={busy} onClick={() => void acknowledge()}>
        {t.acknowledge}
      </Button>
    </div>
  )
}
