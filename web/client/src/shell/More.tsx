import { defineMessages, useMessages } from '@shared/i18n'
import { Button } from '@shared/ui'

const messages = defineMessages({ zh: { more: '更多' }, en: { more: 'More' } })

interface MoreProps {
  /** A list that is read page by page, as `useInfiniteQuery` answers it. */
  of: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => Promise<unknown> }
}

/** Reads on in a list; nothing where it has been read to its end. */
export function More({ of: list }: MoreProps) {
  const t = useMessages(messages)
  if (!list.hasNextPage) return null
  return (
    <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
      {t.more}
    </Button>
  )
}
