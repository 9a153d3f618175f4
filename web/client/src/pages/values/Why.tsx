import type { PolicyVerdict } from '@shared/gql/schema'
import { defineMessages, useMessages } from '@shared/i18n'
import { ValueView } from '@shared/policies'
import type { LocalValueOfQuery } from '../../gql/values/graphql'

const messages = defineMessages({
  zh: {
    verdict: {
      SET: '定下此值',
      REPLACED: '改成此值',
      NARROWED: '在上级范围内收窄',
      CLIPPED: '超出上级允许的部分无效',
      FORBIDDEN: '无效：上级已锁定',
      OUT_OF_BOUNDS: '无效：超出上级允许的范围',
      NOTHING_ABOVE: '无效：上级没有生效的值',
    } satisfies Record<PolicyVerdict, string>,
    by: (name: string) => `（受${name}限制）`,
  },
  en: {
    verdict: {
      SET: 'set it',
      REPLACED: 'replaced it',
      NARROWED: 'narrowed it',
      CLIPPED: 'reached too far: only what is allowed above holds',
      FORBIDDEN: 'ignored: locked above',
      OUT_OF_BOUNDS: 'ignored: outside what is allowed above',
      NOTHING_ABOVE: 'ignored: nothing is in force above',
    } satisfies Record<PolicyVerdict, string>,
    by: (name: string) => ` (limited by ${name})`,
  },
})

type Steps = NonNullable<NonNullable<LocalValueOfQuery['chapter']>['value']>['chain']

interface Props {
  steps: Steps
  schema: unknown
  hints: { policyKey: string; title: string }
}

/** How a value came about, from headquarters down. */
export function Why({ steps, schema, hints }: Props) {
  const t = useMessages(messages)
  return (
    <ol className="why">
      {steps.map(step => (
        <li key={step.source}>
          <strong>{step.chapter.name}</strong> {t.verdict[step.verdict]}
          {step.limitedBy ? t.by(step.limitedBy.name) : ''}
          {step.value === null ? null : <ValueView {...hints} plain schema={schema} value={step.value} />}
        </li>
      ))}
    </ol>
  )
}
