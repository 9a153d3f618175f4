import { execute } from '@shared/api'
import { defineMessages, useMessages } from '@shared/i18n'
import { Button, Code, DataTable, FaultNotice, Time, UserErrors, useToast } from '@shared/ui'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type OperationsQuery, RetryDeadLetterDocument } from '../../gql/graphql'
import { useIntent } from '../../shell/intent'

const messages = defineMessages({
  zh: {
    caption: '工作进程放弃的消息',
    none: '没有死信',
    stream: '消息流',
    reason: '原因',
    attempts: '尝试次数',
    at: '放弃于',
    payload: '内容',
    retry: '重试',
    retried: '已放回消息流，会再处理一次',
    already: '已经有人重试过了',
    action: '操作',
  },
  en: {
    caption: 'Messages that workers gave up on',
    none: 'No dead letters',
    stream: 'Stream',
    reason: 'Reason',
    attempts: 'Attempts',
    at: 'Given up',
    payload: 'Content',
    retry: 'Try again',
    retried: 'Put back in its stream, to be worked on once more',
    already: 'Somebody has tried it again already',
    action: 'Action',
  },
})

type Letter = OperationsQuery['operations']['deadLetters'][number]

/** What workers gave up on, and why. Trying one again is safe: what it asks for is done once. */
export function DeadLetters({ letters }: { letters: readonly Letter[] }) {
  const t = useMessages(messages)
  const toast = useToast()
  const queries = useQueryClient()
  const intent = useIntent<string>()
  const retry = useMutation({
    mutationFn: ({ stream, id }: Letter) =>
      execute(RetryDeadLetterDocument, { input: { stream, id, requestKey: intent.keyFor(id) } }),
    onSuccess: ({ deadLetterRetry: { retried } }) => {
      intent.done()
      if (retried !== null) toast({ tone: retried ? 'good' : 'info', text: retried ? t.retried : t.already })
      void queries.invalidateQueries({ queryKey: ['operations'] })
    },
  })
  return (
    <>
      <UserErrors errors={retry.data?.deadLetterRetry.userErrors ?? []} />
      {retry.error ? <FaultNotice error={retry.error} /> : null}
      <DataTable<Letter>
        caption={t.caption}
        rows={[...letters]}
        rowKey={letter => `${letter.stream} ${letter.id}`}
        empty={t.none}
        columns={[
          { key: 'stream', title: t.stream, render: letter => letter.stream },
          { key: 'reason', title: t.reason, render: letter => letter.reason },
          { key: 'attempts', title: t.attempts, align: 'end', render: letter => letter.attempts },
          {
            key: 'at',
            title: t.at,
            render: letter => (letter.buriedAt ? <Time at={letter.buriedAt} style="full" /> : '—'),
          },
          { key: 'payload', title: t.payload, render: letter => <Code>{letter.payload}</Code> },
          {
            key: 'action',
            title: t.action,
            align: 'end',
            render: letter => (
              <Button size="s" icon="undo" busy={retry.isPending} onClick={() => retry.mutate(letter)}>
                {t.retry}
              </Button>
            ),
          },
        ]}
      />
    </>
  )
}
