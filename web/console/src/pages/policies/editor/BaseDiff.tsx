import { defineMessages, useMessages } from '@shared/i18n'
import { TextDiff, ValueDiff } from '@shared/policies'
import { Loading } from '@shared/ui'
import { useDeferredValue } from 'react'
import { Link } from 'react-router'
import type { EditorBaseFragment } from '../../../gql/graphql'
import { versionPath } from '../addresses'
import { words } from '../wording'
import type { DraftForm } from './draftForm'

const messages = defineMessages({
  zh: {
    first: '这是第一次发布，没有可比较的版本。',
    against: '与将被取代的现行版本相比：',
    value: '值',
    body: '正文',
    same: '值和正文都没有改动。',
    sameValue: '值没有改动。',
    sameBody: '正文没有改动。',
  },
  en: {
    first: 'Nothing was published before: there is nothing to compare with.',
    against: 'Compared with the version that it replaces:',
    value: 'Value',
    body: 'Text',
    same: 'Neither value nor text has changed.',
    sameValue: 'The value has not changed.',
    sameBody: 'The text has not changed.',
  },
})

interface BaseDiffProps {
  /** Null if there is none, undefined while it is being read. */
  base: EditorBaseFragment | null | undefined
  form: DraftForm
  policy: { key: string; title: string; schema: unknown }
}

/** What a version will change, against the one that it replaces. */
export function BaseDiff({ base, form, policy }: BaseDiffProps) {
  const t = useMessages(messages)
  const w = useMessages(words)
  // Comparing long texts takes a while; it need not keep up with every key.
  const { value, body } = useDeferredValue(form)
  if (base === undefined) return <Loading rows={3} />
  if (base === null) return <p>{t.first}</p>
  const sameValue = JSON.stringify(base.value) === JSON.stringify(value)
  const sameBody = base.body === body
  return (
    <div className="policies-stack">
      <p>
        {t.against} <Link to={versionPath(base.id)}>{w.version(base.number)}</Link>
      </p>
      {sameValue && sameBody ? (
        <p>{t.same}</p>
      ) : (
        <>
          <h3>{t.value}</h3>
          {sameValue ? (
            <p>{t.sameValue}</p>
          ) : (
            <ValueDiff
              before={base.value}
              after={value}
              schema={policy.schema}
              policyKey={policy.key}
              title={policy.title}
            />
          )}
          <h3>{t.body}</h3>
          {sameBody ? <p>{t.sameBody}</p> : <TextDiff before={base.body} after={body} />}
        </>
      )}
    </div>
  )
}
