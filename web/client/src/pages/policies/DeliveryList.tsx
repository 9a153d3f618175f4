import { defineMessages, useMessages } from '@shared/i18n'
import { Badge, DeliveryBadge, Time } from '@shared/ui'
import { Link } from 'react-router'
import type { DeliveryCardFragment } from '../../gql/graphql'
import { isOnItsWay, usePendingFor } from '../../offline'
import { byUrgency, isOpen } from './order'
import './DeliveryList.css'

const messages = defineMessages({
  zh: {
    version: (number: number) => `第 ${number} 版`,
    due: '请在此前确认',
    urgent: '加急',
    pending: '已确认，待发送',
    refused: '确认未被接受',
    from: (name: string) => `来自${name}`,
  },
  en: {
    version: (number: number) => `Version ${number}`,
    due: 'Acknowledge by',
    urgent: 'Urgent',
    pending: 'Acknowledged, not sent yet',
    refused: 'Acknowledgement not accepted',
    from: (name: string) => `From ${name}`,
  },
})

/** Deliveries, what is late first. */
export function DeliveryList({
  chapter,
  deliveries,
}: {
  chapter: string
  deliveries: readonly DeliveryCardFragment[]
}) {
  return (
    <ul className="deliveries">
      {[...deliveries].sort(byUrgency).map(delivery => (
        <Item key={delivery.version.id} chapter={chapter} delivery={delivery} />
      ))}
    </ul>
  )
}

function Item({ chapter, delivery }: { chapter: string; delivery: DeliveryCardFragment }) {
  const t = useMessages(messages)
  const { version, state, dueAt } = delivery
  const { acknowledge } = usePendingFor(chapter, version.id)
  const pending = isOnItsWay(acknowledge)
  return (
    <li>
      <Link to={`/policies/${version.id}`} className="delivery">
        <span className="delivery-head">
          <strong className={state === 'DELIVERED' ? 'delivery-unread' : undefined}>
            {version.policy.title}
          </strong>
          {version.urgency === 'URGENT' ? <Badge tone="warn">{t.urgent}</Badge> : null}
        </span>
        <span className="delivery-foot">
          {pending ? <Badge tone="info">{t.pending}</Badge> : <DeliveryBadge state={state} />}
          {acknowledge?.state === 'refused' ? <Badge tone="bad">{t.refused}</Badge> : null}
          <span>{t.version(version.number)}</span>
          {version.issuer ? <span>{t.from(version.issuer.name)}</span> : null}
        </span>
        {dueAt && isOpen(delivery) && !pending ? (
          <span className="delivery-due">
            {t.due} <Time at={dueAt} style="full" />
          </span>
        ) : null}
      </Link>
    </li>
  )
}
