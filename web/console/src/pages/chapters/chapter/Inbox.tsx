import { defineMessages, useMessages } from '@shared/i18n'
import { titleInYuan } from '@shared/policies'
import { Badge, Checkbox, DataTable, DeliveryBadge, Empty, Pager, QueryView, Time } from '@shared/ui'
import { useState } from 'react'
import { Link } from 'react-router'
import { usePaging } from './paging'
import { useInbox } from './queries'

const PAGE = 50

const messages = defineMessages({
  zh: {
    caption: '送达的政策',
    pending: (unread: number, owed: number) => `未读 ${unread}，待确认 ${owed}`,
    unreadOnly: '只看未读',
    none: '还没有政策送达',
    noneUnread: '没有未读政策',
    policy: '政策',
    urgent: '加急',
    state: '状态',
    delivered: '送达',
    due: '期限',
    read: '已读',
    acknowledged: '确认',
    by: '确认人',
    issuer: '发布者',
  },
  en: {
    caption: 'Policies delivered',
    pending: (unread, owed) => `${unread} unread, ${owed} to be acknowledged`,
    unreadOnly: 'Unread only',
    none: 'No policy has been delivered yet',
    noneUnread: 'No policy is unread',
    policy: 'Policy',
    urgent: 'Urgent',
    state: 'State',
    delivered: 'Delivered',
    due: 'Due',
    read: 'Read',
    acknowledged: 'Acknowledged',
    by: 'By',
    issuer: 'Issuer',
  },
})

/** What reached the chapter, and how it stands: unread first, then what is owed, then the rest. */
export function Inbox({ id }: { id: string }) {
  const t = useMessages(messages)
  const [unreadOnly, setUnreadOnly] = useState(false)
  const { page, toStart, pager } = usePaging(PAGE)
  const inbox = useInbox(id, unreadOnly, page)
  return (
    <div className="chapter-page-stack">
      <Checkbox
        label={t.unreadOnly}
        checked={unreadOnly}
        onChange={only => {
          setUnreadOnly(only)
          toStart()
        }}
      />
      <QueryView query={inbox} rows={6}>
        {({ pending, inbox: { nodes, pageInfo } }) => (
          <>
            {pending ? <p>{t.pending(pending.unread, pending.owed)}</p> : null}
            <DataTable
              caption={t.caption}
              rows={nodes}
              rowKey={delivery => delivery.version.id}
              empty={<Empty title={unreadOnly ? t.noneUnread : t.none} />}
              columns={[
                {
                  key: 'policy',
                  title: t.policy,
                  render: ({ version }) => (
                    <>
                      <Link to={`/policies/versions/${version.id}`}>
                        {titleInYuan(version.policy.title)} v{version.number}
                      </Link>{' '}
                      {version.urgency === 'URGENT' ? <Badge tone="accent">{t.urgent}</Badge> : null}
                    </>
                  ),
                },
                {
                  key: 'state',
                  title: t.state,
                  render: delivery => <DeliveryBadge state={delivery.state} />,
                },
                { key: 'issuer', title: t.issuer, render: ({ version }) => version.issuer?.name ?? '—' },
                {
                  key: 'delivered',
                  title: t.delivered,
                  render: delivery => <Time at={delivery.deliveredAt} />,
                },
                { key: 'due', title: t.due, render: delivery => <Time at={delivery.dueAt} /> },
                { key: 'read', title: t.read, render: delivery => <Time at={delivery.readAt} /> },
                {
                  key: 'acknowledged',
                  title: t.acknowledged,
                  render: delivery => <Time at={delivery.acknowledgedAt} />,
                },
                { key: 'by', title: t.by, render: delivery => delivery.acknowledgedByAccount?.name ?? '—' },
              ]}
            />
            <Pager {...pager(pageInfo)} />
          </>
        )}
      </QueryView>
    </div>
  )
}
