import { execute } from '@shared/api'
import { defineMessages, useLanguage, useMessages, versionStateName } from '@shared/i18n'
import { TextDiff, ValueDiff } from '@shared/policies'
import { QueryView, Select } from '@shared/ui'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { VersionContentDocument, VersionSiblingsDocument } from '../../../gql/graphql'
import { words } from '../wording'
import type { Version } from './VersionFacts'

const messages = defineMessages({
  zh: {
    with: '与哪一版比较',
    first: '没有别的版本可以比较。',
    value: '值',
    body: '正文',
    sameValue: '值没有改动。',
    sameBody: '正文没有改动。',
  },
  en: {
    with: 'Compare with',
    first: 'There is no other version to compare with.',
    value: 'Value',
    body: 'Text',
    sameValue: 'The value is the same.',
    sameBody: 'The text is the same.',
  },
})

/** What a version changed against another of the same policy and issuer; at first, the one published before it. */
export function Compare({ version }: { version: Version }) {
  const t = useMessages(messages)
  const w = useMessages(words)
  const { language } = useLanguage()
  const [chosen, setChosen] = useState<string | null>(null)
  const issuer = version.issuer?.id ?? null
  const siblings = useQuery({
    queryKey: ['policies', 'siblings', version.key, issuer],
    queryFn: ({ signal }) => execute(VersionSiblingsDocument, { key: version.key, issuer }, { signal }),
  })
  const others = (siblings.data?.policyVersions.nodes ?? []).filter(({ id }) => id !== version.id)
  const earlier = others.filter(({ number }) => number < version.number)
  const other =
    chosen ?? (earlier.find(({ publishedAt }) => publishedAt) ?? earlier[0] ?? others[0])?.id ?? null
  const content = useQuery({
    queryKey: ['policies', 'content', other],
    queryFn: ({ signal }) => execute(VersionContentDocument, { id: other ?? '' }, { signal }),
    enabled: other !== null,
    // What a version says never changes.
    staleTime: Number.POSITIVE_INFINITY,
  })
  return (
    <QueryView query={siblings} empty={() => others.length === 0} whenEmpty={<p>{t.first}</p>}>
      {() => (
        <div className="policies-stack">
          <div className="policies-actions">
            <Select
              label={t.with}
              value={other ?? ''}
              onChange={setChosen}
              options={others.map(({ id, number, state }) => ({
                value: id,
                label: `${w.version(number)} (${versionStateName(language, state)})`,
              }))}
            />
          </div>
          <QueryView query={content}>
            {({ policyVersion: before }) => (before ? <Changes before={before} version={version} /> : null)}
          </QueryView>
        </div>
      )}
    </QueryView>
  )
}

function Changes({ before, version }: { before: { value: unknown; body: string }; version: Version }) {
  const t = useMessages(messages)
  const sameValue = JSON.stringify(before.value) === JSON.stringify(version.value)
  return (
    <>
      <h3>{t.value}</h3>
      {sameValue ? (
        <p>{t.sameValue}</p>
      ) : (
        <ValueDiff
          before={before.value}
          after={version.value}
          schema={version.policy.schema}
          policyKey={version.key}
          title={version.policy.title}
        />
      )}
      <h3>{t.body}</h3>
      {before.body === version.body ? (
        <p>{t.sameBody}</p>
      ) : (
        <TextDiff before={before.body} after={version.body} />
      )}
    </>
  )
}
