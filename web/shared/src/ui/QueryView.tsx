import { asFault } from '@shared/api/fault'
import { faultText, useLanguage, useMessages } from '@shared/i18n'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Button } from './Button'
import { Empty } from './Empty'
import { FaultNotice } from './FaultNotice'
import { Loading } from './Loading'
import { messages } from './messages'
import { NoRight } from './NoRight'
import { Notice } from './Notice'

interface QueryViewProps<T> {
  query: UseQueryResult<T>
  children: (data: T) => ReactNode
  empty?: (data: T) => boolean
  whenEmpty?: ReactNode
  /** How many lines are expected, for the stand-in. */
  rows?: number
}

/** Shows what a query answered, and before or instead of it why there is nothing to show. */
export function QueryView<T>({ query, children, empty, whenEmpty, rows }: QueryViewProps<T>) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const { data, error } = query
  const retry = () => {
    void query.refetch()
  }

  if (data !== undefined) {
    return (
      <>
        {/* What was loaded stays readable when a later request fails. */}
        {error && (
          <Notice
            tone="warn"
            title={t.refreshFailed}
            action={
              <Button size="s" icon="refresh" onClick={retry} busy={query.isFetching}>
                {t.retry}
              </Button>
            }
          >
            {faultText(error, language).title}
          </Notice>
        )}
        {empty?.(data) ? (whenEmpty ?? <Empty title={t.empty} />) : children(data)}
      </>
    )
  }
  if (error) {
    const fault = asFault(error)
    if (fault.kind === 'denied') return <NoRight />
    if (fault.kind === 'not-found' || fault.code === 'BAD_USER_INPUT') {
      const { title, advice } = faultText(fault, language)
      return (
        <Empty icon="search" title={title}>
          {advice}
        </Empty>
      )
    }
    return <FaultNotice error={error} onRetry={retry} />
  }
  if (query.fetchStatus === 'paused') return <Empty icon="offline" title={t.whenPaused} />
  return <Loading rows={rows} />
}
