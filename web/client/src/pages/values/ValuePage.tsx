import { execute } from '@shared/api'
import { defineMessages, useMessages } from '@shared/i18n'
import { ValueView } from '@shared/policies'
import { Empty, Notice, Page, QueryView, Section } from '@shared/ui'
import { useQuery } from '@tanstack/react-query'
import { useParams } from 'react-router'
import { LocalValueOfDocument } from '../../gql/values/graphql'
import { offlineQuery } from '../../offline'
import { useHelmsman } from '../../shell/useHelmsman'
import { OwnValue } from './OwnValue'
import { Why } from './Why'
import './ValuePage.css'

const messages = defineMessages({
  zh: {
    title: '本地值',
    back: '本地值',
    none: '没有这个政策',
    now: '现在生效的值',
    nothing: '目前没有生效的值',
    locked: (name: string) => `由${name}统一规定，不能自行更改。`,
    fixed: '您不能在这里更改此值。',
    why: '为什么是这个值',
  },
  en: {
    title: 'Local value',
    back: 'Local values',
    none: 'There is no such policy',
    now: 'In force now',
    nothing: 'Nothing is in force now',
    locked: (name: string) => `${name} has locked this: it is the same for all below.`,
    fixed: 'You cannot change this value here.',
    why: 'Why this value',
  },
})

/** What tells a value of money from another number. */
function hintsOf(value: { key: string; policy: { title: string } }) {
  return { policyKey: value.key, title: value.policy.title }
}

/** One value: what holds, why, and what the chapter may set itself. */
export function ValuePage() {
  const t = useMessages(messages)
  const { key = '' } = useParams()
  const { chapter } = useHelmsman()
  const id = chapter?.id ?? ''
  const found = useQuery({
    ...offlineQuery,
    queryKey: ['value', id, key],
    queryFn: ({ signal }) => execute(LocalValueOfDocument, { chapter: id, key }, { signal }),
    enabled: id !== '',
  })
  return (
    <Page title={found.data?.chapter?.value?.policy.title ?? t.title} back={{ to: '/values', label: t.back }}>
      <QueryView query={found}>
        {({ chapter }) => {
          const value = chapter?.value
          if (!chapter || !value) return <Empty title={t.none} />
          return (
            <>
              <Section title={t.now}>
                {value.inForce ? (
                  <ValueView {...hintsOf(value)} plain schema={value.policy.schema} value={value.value} />
                ) : (
                  <p>{t.nothing}</p>
                )}
              </Section>
              {value.viewerCanSet ? (
                // What somebody else set meanwhile starts the form anew.
                <OwnValue key={JSON.stringify(value.own)} chapter={chapter} value={value} />
              ) : (
                <Notice tone="info">{value.lockedBy ? t.locked(value.lockedBy.name) : t.fixed}</Notice>
              )}
              <Section title={t.why}>
                <Why steps={value.chain} schema={value.policy.schema} hints={hintsOf(value)} />
              </Section>
            </>
          )
        }}
      </QueryView>
    </Page>
  )
}
