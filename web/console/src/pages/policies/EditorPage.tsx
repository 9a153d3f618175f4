import { execute } from '@shared/api'
import { defineMessages, useMessages } from '@shared/i18n'
import { emptyValue } from '@shared/policies'
import { Empty, NoRight, Page, QueryView } from '@shared/ui'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useParams, useSearchParams } from 'react-router'
import {
  type IssuerFragment,
  PolicyEditorBaseDocument,
  PolicyEditorDocument,
  PolicyEditorFromDocument,
  type PolicyEditorQuery,
} from '../../gql/graphql'
import { policyPath } from './addresses'
import { formFrom } from './editor/draftForm'
import { Editor } from './editor/Editor'
import { keptForm } from './editor/keptForm'
import './policies.css'

const messages = defineMessages({
  zh: {
    title: '写新版本',
    titled: (title: string) => `${title}：写新版本`,
    back: (title: string) => title,
    missing: '没有这项政策',
    missingText: '它可能还没有登记，或者您看不到它。',
    draft: '起草政策',
  },
  en: {
    title: 'New version',
    titled: (title: string) => `${title}: new version`,
    back: (title: string) => title,
    missing: 'There is no such policy',
    missingText: 'It may not be defined yet, or you may not see it.',
    draft: 'Draft policies',
  },
})

/** Where a new version of a policy is written; nothing is sent from here. */
export default function EditorPage() {
  const t = useMessages(messages)
  const { key = '' } = useParams()
  const query = useQuery({
    queryKey: ['policies', 'editor', key],
    queryFn: ({ signal }) => execute(PolicyEditorDocument, { key }, { signal }),
    staleTime: 60_000,
  })
  const title = query.data?.policy?.title
  return (
    <Page
      title={title ? t.titled(title) : t.title}
      eyebrow={<code className="policies-code">{key}</code>}
      back={{ to: policyPath(key), label: t.back(title ?? key) }}
    >
      <QueryView query={query}>
        {data => {
          const issuers = issuersOf(data)
          if (!data.policy) return <Empty title={t.missing}>{t.missingText}</Empty>
          if (!data.me || issuers.length === 0) return <NoRight what={t.draft} />
          return <Started key={key} account={data.me.id} policy={data.policy} issuers={issuers} />
        }}
      </QueryView>
    </Page>
  )
}

/** The chapters that the reader may draft for: headquarters first, then where a role was given. */
function issuersOf({ headquarters, me }: PolicyEditorQuery): IssuerFragment[] {
  const places = [
    headquarters,
    ...(me?.grants ?? []).flatMap(({ active, chapter }) => (active ? [chapter] : [])),
  ]
  const found = new Map<string, IssuerFragment>()
  for (const place of places) if (place?.viewerCan.includes('POLICY_DRAFT')) found.set(place.id, place)
  return [...found.values()]
}

interface StartedProps {
  account: string
  policy: NonNullable<PolicyEditorQuery['policy']>
  issuers: readonly IssuerFragment[]
}

/** Reads what the new version starts from: the one that `from` in the address names, else the issuer's newest published. */
function Started({ account, policy, issuers }: StartedProps) {
  const [search] = useSearchParams()
  const from = search.get('from')
  const [chosen, setChosen] = useState(
    () => keptForm(sessionStorage, { account, policy: policy.key })?.form.issuer ?? issuers[0]?.id ?? '',
  )
  const issuer = issuers.find(({ id }) => id === chosen) ?? issuers[0]
  const base = useQuery({
    queryKey: ['policies', 'editor-base', policy.key, issuer?.id],
    queryFn: ({ signal }) =>
      execute(PolicyEditorBaseDocument, { key: policy.key, issuer: issuer?.id ?? '' }, { signal }),
  })
  const origin = useQuery({
    queryKey: ['policies', 'editor-from', from],
    queryFn: ({ signal }) => execute(PolicyEditorFromDocument, { id: from ?? '' }, { signal }),
    enabled: from !== null,
  })
  // The form is made once; later answers only change what it is compared with.
  const [opened, setOpened] = useState(false)
  const published = base.data ? (base.data.policy?.published.nodes[0] ?? null) : undefined
  if (!opened && base.data && (from === null || origin.data)) setOpened(true)
  if (!opened || !issuer) {
    if (from !== null && base.data) return <QueryView query={origin}>{() => null}</QueryView>
    return <QueryView query={base}>{() => null}</QueryView>
  }
  const started = origin.data?.policyVersion ?? published ?? null
  return (
    <Editor
      account={account}
      policy={policy}
      issuers={issuers}
      initial={formFrom(issuer, started, emptyValue(policy.schema))}
      base={id => (id === issuer.id ? published : undefined)}
      onIssuer={setChosen}
    />
  )
}
