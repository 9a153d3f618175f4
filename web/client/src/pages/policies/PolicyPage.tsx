import { execute } from '@shared/api'
import { defineMessages, useMessages } from '@shared/i18n'
import { Markdown, ValueView } from '@shared/policies'
import { Badge, DeliveryBadge, Empty, Notice, Page, QueryView, Section, Time } from '@shared/ui'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useParams } from 'react-router'
import { DeliveredPolicyDocument, type DeliveredPolicyQuery } from '../../gql/graphql'
import { isOnItsWay, offlineQuery, useEnqueue, usePendingFor } from '../../offline'
import { useHelmsman } from '../../shell/useHelmsman'
import { Acknowledge } from './Acknowledge'
import { Changes } from './Changes'
import { isOpen } from './order'

const messages = defineMessages({
  zh: {
    title: '政策',
    back: '政策',
    version: (number: number) => `第 ${number} 版`,
    none: '这个政策没有送达您的分舵，或尚未保存在手机上。',
    value: '规定的值',
    text: '正文',
    urgent: '加急',
    arrived: '送达',
    due: '请在此前确认',
    acknowledged: '已确认收悉',
    stale: '此版本已被取代或撤回，无需确认。',
    reason: '撤回原因',
    exempt: '您的分舵无需确认此政策。',
  },
  en: {
    title: 'Policy',
    back: 'Policies',
    version: (number: number) => `Version ${number}`,
    none: 'This policy has not reached your chapter, or is not on this phone yet.',
    value: 'What it lays down',
    text: 'Text',
    urgent: 'Urgent',
    arrived: 'Arrived',
    due: 'Acknowledge by',
    acknowledged: 'Acknowledged',
    stale: 'This version was replaced or revoked: nothing is to be acknowledged.',
    reason: 'Why it was revoked',
    exempt: 'Your chapter need not acknowledge this policy.',
  },
})

type Delivery = NonNullable<NonNullable<DeliveredPolicyQuery['chapter']>['delivery']>

/** One policy as it reached the chapter: to be read and acknowledged. */
export function PolicyPage() {
  const t = useMessages(messages)
  const { version = '' } = useParams()
  const { chapter } = useHelmsman()
  const id = chapter?.id ?? ''
  const policy = useQuery({
    ...offlineQuery,
    queryKey: ['delivery', id, version],
    queryFn: ({ signal }) => execute(DeliveredPolicyDocument, { chapter: id, version }, { signal }),
    enabled: id !== '',
  })
  const delivery = policy.data?.chapter?.delivery
  return (
    <Page title={delivery?.version.policy.title ?? t.title} back={{ to: '/policies', label: t.back }}>
      <QueryView query={policy}>
        {data =>
          data.chapter?.delivery ? (
            <Shown chapter={data.chapter} delivery={data.chapter.delivery} />
          ) : (
            <Empty title={t.none} />
          )
        }
      </QueryView>
    </Page>
  )
}

function Shown({ chapter, delivery }: { chapter: { id: string; name: string }; delivery: Delivery }) {
  const t = useMessages(messages)
  const { version, state } = delivery
  const { acknowledge } = usePendingFor(chapter.id, version.id)
  useMarkRead(chapter, delivery)
  const hints = { policyKey: version.policy.key, title: version.policy.title }
  return (
    <>
      <p className="policy-meta">
        {version.urgency === 'URGENT' ? <Badge tone="warn">{t.urgent}</Badge> : null}
        {isOnItsWay(acknowledge) ? null : <DeliveryBadge state={state} />}
        <span>{t.version(version.number)}</span>
        {version.issuer ? <span>{version.issuer.name}</span> : null}
        <span>
          {t.arrived} <Time at={delivery.deliveredAt} style="full" />
        </span>
        {delivery.dueAt && isOpen(delivery) ? (
          <span>
            {t.due} <Time at={delivery.dueAt} style="full" />
          </span>
        ) : null}
      </p>
      {state === 'STALE' ? (
        <Notice tone="warn" title={t.stale}>
          {version.revokedReason ? `${t.reason}：${version.revokedReason}` : null}
        </Notice>
      ) : null}
      {state === 'EXEMPT' ? <Notice tone="info">{t.exempt}</Notice> : null}
      {delivery.acknowledgedBefore ? (
        <Changes
          before={delivery.acknowledgedBefore}
          after={version}
          schema={version.policy.schema}
          hints={hints}
        />
      ) : null}
      <Section title={t.value}>
        <ValueView {...hints} plain schema={version.policy.schema} value={version.value} />
      </Section>
      <Section title={t.text}>
        <Markdown>{version.body}</Markdown>
      </Section>
      {delivery.acknowledgedAt ? (
        <Notice tone="good">
          {t.acknowledged} <Time at={delivery.acknowledgedAt} style="full" />
        </Notice>
      ) : null}
      <Acknowledge chapter={chapter} delivery={delivery} />
    </>
  )
}

/** Opening it is reading it. Also without a network: the queue tells the server later. */
function useMarkRead(chapter: { id: string; name: string }, delivery: Delivery): void {
  const enqueue = useEnqueue()
  const unread = delivery.state === 'DELIVERED' || (delivery.state === 'OVERDUE' && delivery.readAt === null)
  const { id: version, policy, number } = delivery.version
  const { id, name } = chapter
  useEffect(() => {
    if (!unread) return
    void enqueue({
      kind: 'mark-read',
      policy: policy.key,
      input: { chapter: id, version },
      label: { policy: policy.title, chapter: name, detail: `v${number}` },
      // What cannot be kept is noted the next time it is opened.
    }).catch(() => undefined)
  }, [unread, enqueue, policy.key, policy.title, id, name, version, number])
}
