import { execute } from '@shared/api'
import { defineMessages, useMessages } from '@shared/i18n'
import { Empty, Page, QueryView } from '@shared/ui'
import { useInfiniteQuery } from '@tanstack/react-query'
import { InboxDocument } from '../../gql/graphql'
import { offlineQuery } from '../../offline'
import { More } from '../../shell/More'
import { useHelmsman } from '../../shell/useHelmsman'
import { DeliveryList } from './DeliveryList'

const messages = defineMessages({
  zh: { title: '政策', none: '还没有政策送达' },
  en: { title: 'Policies', none: 'No policy has arrived yet' },
})

/** Deliveries to a page: few, for a slow network. */
const SIZE = 20

/** Every policy that reached the chapter. */
export function PoliciesPage() {
  const t = useMessages(messages)
  const { chapter } = useHelmsman()
  const id = chapter?.id ?? ''
  const inbox = useInfiniteQuery({
    ...offlineQuery,
    queryKey: ['inbox', id],
    queryFn: ({ signal, pageParam }) =>
      execute(InboxDocument, { chapter: id, first: SIZE, after: pageParam }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ chapter }) =>
      chapter?.inbox.pageInfo.hasNextPage ? chapter.inbox.pageInfo.endCursor : undefined,
    enabled: id !== '',
  })
  return (
    <Page title={t.title}>
      <QueryView query={inbox}>
        {({ pages }) => {
          const deliveries = pages.flatMap(page => page.chapter?.inbox.nodes ?? [])
          if (deliveries.length === 0) return <Empty title={t.none} />
          return (
            <>
              <DeliveryList chapter={id} deliveries={deliveries} />
              <More of={inbox} />
            </>
          )
        }}
      </QueryView>
    </Page>
  )
}
