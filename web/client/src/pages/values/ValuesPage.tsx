import { execute } from '@shared/api'
import { defineMessages, useMessages } from '@shared/i18n'
import { Badge, Empty, Page, QueryView } from '@shared/ui'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { type LocalValueFragment, LocalValuesDocument } from '../../gql/values/graphql'
import { isOnItsWay, offlineQuery, usePendingOverride } from '../../offline'
import { useHelmsman } from '../../shell/useHelmsman'
import '../policies/DeliveryList.css'

const messages = defineMessages({
  zh: {
    title: '本地值',
    lead: '总部允许各分舵自行决定的，可以在这里设定；其余照规定执行。',
    none: '还没有生效的政策',
    mine: '本地已设',
    may: '可自定',
    locked: '统一规定',
    pending: '待发送',
    refused: '未被接受',
  },
  en: {
    title: 'Local values',
    lead: 'What headquarters leaves to the chapters is set here; the rest is the same for all.',
    none: 'No policy is in force yet',
    mine: 'Set here',
    may: 'May be set',
    locked: 'Same for all',
    pending: 'Not sent yet',
    refused: 'Not accepted',
  },
})

/** What holds in the chapter, and what of it may be set here. */
export function ValuesPage() {
  const t = useMessages(messages)
  const { chapter } = useHelmsman()
  const id = chapter?.id ?? ''
  const values = useQuery({
    ...offlineQuery,
    queryKey: ['values', id],
    queryFn: ({ signal }) => execute(LocalValuesDocument, { chapter: id }, { signal }),
    enabled: id !== '',
  })
  return (
    <Page title={t.title}>
      <p>{t.lead}</p>
      <QueryView query={values}>
        {data =>
          data.chapter?.values.length ? (
            <ul className="deliveries">
              {data.chapter.values.map(value => (
                <Item key={value.key} chapter={id} value={value} />
              ))}
            </ul>
          ) : (
            <Empty title={t.none} />
          )
        }
      </QueryView>
    </Page>
  )
}

function Item({ chapter, value }: { chapter: string; value: LocalValueFragment }) {
  const t = useMessages(messages)
  const pending = usePendingOverride(chapter, value.key)
  return (
    <li>
      <Link to={`/values/${value.key}`} className="delivery">
        <span className="delivery-head">
          <strong>{value.policy.title}</strong>
          {value.own !== null ? <Badge tone="good">{t.mine}</Badge> : null}
        </span>
        <span className="delivery-foot">
          <Badge tone={value.viewerCanSet ? 'info' : 'neutral'}>
            {value.viewerCanSet ? t.may : t.locked}
          </Badge>
          {isOnItsWay(pending) ? <Badge tone="warn">{t.pending}</Badge> : null}
          {pending?.state === 'refused' ? <Badge tone="bad">{t.refused}</Badge> : null}
        </span>
      </Link>
    </li>
  )
}
