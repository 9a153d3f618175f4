import { defineMessages, useMessages } from '@shared/i18n'
import { TextDiff, ValueDiff } from '@shared/policies'
import { Section } from '@shared/ui'
import type { VersionTextFragment } from '../../gql/graphql'

const messages = defineMessages({
  zh: { title: (number: number) => `与您确认过的第 ${number} 版相比`, value: '值的变化', text: '正文的变化' },
  en: {
    title: (number: number) => `Since version ${number}, which you acknowledged`,
    value: 'The value',
    text: 'The text',
  },
})

interface Props {
  before: VersionTextFragment
  after: VersionTextFragment
  schema: unknown
  hints: { policyKey: string; title: string }
}

/** What is new since the version that was acknowledged last. */
export function Changes({ before, after, schema, hints }: Props) {
  const t = useMessages(messages)
  return (
    <Section title={t.title(before.number)}>
      <h3>{t.value}</h3>
      <ValueDiff {...hints} before={before.value} after={after.value} schema={schema} />
      <h3>{t.text}</h3>
      <TextDiff before={before.body} after={after.body} />
    </Section>
  )
}
