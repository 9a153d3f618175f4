import { execute } from '@shared/api'
import { defineMessages, numberText, useLanguage, useMessages } from '@shared/i18n'
import { Badge, Button, FaultNotice, Notice, Time, UserErrors, useToast } from '@shared/ui'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ResendPolicyDocument, type RolloutPushesQuery } from '../../../gql/graphql'
import { useIntent } from '../../../shell/intent'
import './Pushes.css'

const messages = defineMessages({
  zh: {
    title: '下发过程',
    stuck: '停滞',
    stuckTitle: '下发停住了',
    stuckText: '超过一分钟没有进展。系统会自己接着发；您也可以现在重新发送，已收到的分舵不会重复收到。',
    states: { RUNNING: '进行中', FINISHED: '已完成', CANCELLED: '已取消' },
    line: (root: string, served: string) => `从${root}开始，已送 ${served} 个分舵，最近进展`,
    unknown: '上级',
    resend: '重新发送',
    sent: (count: string) => `已重新发送 ${count} 个下发任务`,
    nothing: '没有需要重新发送的：都在路上，或已完成',
  },
  en: {
    title: 'Pushes',
    stuck: 'Stuck',
    stuckTitle: 'It got stuck on its way',
    stuckText:
      'Nothing has moved for more than a minute. It goes on by itself in time; you may also send it again now. Chapters that have it get nothing twice.',
    states: { RUNNING: 'On its way', FINISHED: 'Finished', CANCELLED: 'Cancelled' },
    line: (root: string, served: string) => `From ${root}; ${served} chapters served; last moved`,
    unknown: 'above',
    resend: 'Send again',
    sent: (count: string) => `${count} pushes sent again`,
    nothing: 'Nothing had to be sent again: all is on its way or finished',
  },
})

type Journey = NonNullable<RolloutPushesQuery['policyVersion']>['pushes'][number]

interface PushesProps {
  id: string
  journeys: readonly Journey[]
  canResend: boolean
}

/** The journeys of a version down the tree, and a way to send on what got stuck. */
export function Pushes({ id, journeys, canResend }: PushesProps) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const toast = useToast()
  const queries = useQueryClient()
  const intent = useIntent<{ id: string }>()
  const resend = useMutation({
    mutationFn: (input: { id: string }) =>
      execute(ResendPolicyDocument, { input: { ...input, requestKey: intent.keyFor(input) } }),
    onSuccess: ({ policyResend: { pushes } }) => {
      if (pushes === null) return
      intent.done()
      toast({ tone: 'good', text: pushes > 0 ? t.sent(numberText(pushes, language)) : t.nothing })
      void queries.invalidateQueries({ queryKey: ['policies', 'rollout-list', id] })
      void queries.invalidateQueries({ queryKey: ['operations'] })
      void queries.invalidateQueries({ queryKey: ['overview'] })
    },
  })
  if (journeys.length === 0) return null
  const button = canResend ? (
    <Button size="s" icon="refresh" busy={resend.isPending} onClick={() => resend.mutate({ id })}>
      {t.resend}
    </Button>
  ) : null
  const isStuck = journeys.some(({ stuck }) => stuck)
  const isUnfinished = journeys.some(({ state }) => state === 'RUNNING')
  return (
    <div className="pushes">
      {isStuck ? (
        <Notice tone="warn" title={t.stuckTitle} action={button}>
          {t.stuckText}
        </Notice>
      ) : null}
      <UserErrors errors={resend.data?.policyResend.userErrors ?? []} />
      {resend.error ? <FaultNotice error={resend.error} /> : null}
      <details open={isStuck}>
        <summary>{t.title}</summary>
        <ul>
          {journeys.map(({ id: push, state, stuck, root, served, movedAt }) => (
            <li key={push}>
              <Badge tone={stuck ? 'bad' : state === 'FINISHED' ? 'good' : 'info'}>
                {stuck ? t.stuck : t.states[state]}
              </Badge>
              <span>
                {t.line(root?.name ?? t.unknown, numberText(served, language))}{' '}
                <Time at={movedAt} style="time" />
              </span>
            </li>
          ))}
        </ul>
        {isUnfinished && !isStuck ? button : null}
      </details>
    </div>
  )
}
