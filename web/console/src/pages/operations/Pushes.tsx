import { execute } from '@shared/api'
import { defineMessages, useMessages } from '@shared/i18n'
import { Badge, Button, DataTable, FaultNotice, Time, UserErrors, useToast } from '@shared/ui'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from 'react-router'
import { type OperationsQuery, ResendPushDocument } from '../../gql/graphql'
import { useIntent } from '../../shell/intent'

const messages = defineMessages({
  zh: {
    caption: '尚未完成的推送',
    none: '没有未完成的推送',
    version: '版本',
    root: '起点',
    started: '开始',
    moved: '最近进展',
    served: '已送达',
    state: '状态',
    stuck: '停滞',
    running: '进行中',
    resend: '重新下发',
    sent: (count: number) => `已重新发出 ${count} 个推送，已收到的分舵不会重复收到`,
    action: '操作',
  },
  en: {
    caption: 'Pushes that have not finished',
    none: 'Every push has finished',
    version: 'Version',
    root: 'From',
    started: 'Started',
    moved: 'Last moved',
    served: 'Delivered',
    state: 'State',
    stuck: 'Stuck',
    running: 'On its way',
    resend: 'Send again',
    sent: (count: number) =>
      `${count} pushes sent on their way again; chapters that have it get nothing twice`,
    action: 'Action',
  },
})

type Push = OperationsQuery['operations']['pushes'][number]

/** Pushes on their way, the stuck ones with a way to set them going again. */
export function Pushes({ pushes }: { pushes: readonly Push[] }) {
  const t = useMessages(messages)
  const toast = useToast()
  const queries = useQueryClient()
  const intent = useIntent<string>()
  const resend = useMutation({
    mutationFn: (version: string) =>
      execute(ResendPushDocument, { input: { id: version, requestKey: intent.keyFor(version) } }),
    onSuccess: ({ policyResend }) => {
      intent.done()
      if (policyResend.pushes !== null) toast({ tone: 'good', text: t.sent(policyResend.pushes) })
      void queries.invalidateQueries({ queryKey: ['operations'] })
    },
  })
  return (
    <>
      <UserErrors errors={resend.data?.policyResend.userErrors ?? []} />
      {resend.error ? <FaultNotice error={resend.error} /> : null}
      <DataTable<Push>
        caption={t.caption}
        rows={[...pushes]}
        rowKey={push => push.id}
        empty={t.none}
        columns={[
          {
            key: 'version',
            title: t.version,
            render: ({ version }) =>
              version ? (
                <Link to={`/policies/versions/${version.id}`}>
                  {version.key} v{version.number}
                </Link>
              ) : (
                '—'
              ),
          },
          {
            key: 'root',
            title: t.root,
            render: ({ root }) => (root ? <Link to={`/chapters/${root.id}`}>{root.name}</Link> : '—'),
          },
          { key: 'started', title: t.started, render: push => <Time at={push.startedAt} style="full" /> },
          { key: 'moved', title: t.moved, render: push => <Time at={push.movedAt} style="full" /> },
          { key: 'served', title: t.served, align: 'end', render: push => push.served },
          {
            key: 'state',
            title: t.state,
            render: push => (
              <Badge tone={push.stuck ? 'bad' : 'info'}>{push.stuck ? t.stuck : t.running}</Badge>
            ),
          },
          {
            key: 'action',
            title: t.action,
            align: 'end',
            render: ({ version }) =>
              version ? (
                <Button size="s" busy={resend.isPending} onClick={() => resend.mutate(version.id)}>
                  {t.resend}
                </Button>
              ) : null,
          },
        ]}
      />
    </>
  )
}
