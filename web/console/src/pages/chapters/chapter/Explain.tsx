import { useMessages } from '@shared/i18n'
import { titleInYuan, ValueView } from '@shared/policies'
import { Button, Dialog, LevelBadge, QueryView } from '@shared/ui'
import { Link } from 'react-router'
import type { ChapterValueQuery } from '../../../gql/graphql'
import { useValue } from './queries'
import type { ValueDialogProps } from './Values'
import { messages } from './valueMessages'
import './Explain.css'

type Value = NonNullable<NonNullable<ChapterValueQuery['chapter']>['value']>

/** Why a value holds: every value from headquarters down to the chapter, and what became of it. */
export function Explain({ id, policy, title, onClose }: ValueDialogProps) {
  const t = useMessages(messages)
  const value = useValue(id, policy)
  return (
    <Dialog
      open
      onClose={onClose}
      size="l"
      title={t.whyOf(titleInYuan(title))}
      footer={<Button onClick={onClose}>{t.close}</Button>}
    >
      <QueryView
        query={value}
        rows={5}
        empty={value => value.chain.length === 0}
        whenEmpty={<p>{t.nothing}</p>}
      >
        {value => <Chain value={value} />}
      </QueryView>
    </Dialog>
  )
}

function Chain({ value }: { value: Value }) {
  const t = useMessages(messages)
  const hints = { schema: value.policy.schema, policyKey: value.key, title: value.policy.title }
  return (
    <div className="explain">
      <h3>{t.steps}</h3>
      <ol className="explain-steps">
        {value.chain.map(step => {
          const isVersion = step.source.startsWith('pver_')
          return (
            <li key={step.source} data-counts={step.value !== null}>
              <p className="explain-step">
                <strong>
                  {t.verdicts[step.verdict](step.chapter.name, step.limitedBy?.name ?? t.somebody)}
                </strong>
              </p>
              <p className="explain-source">
                <LevelBadge level={step.chapter.level} />
                {isVersion ? (
                  <Link to={`/policies/versions/${step.source}`}>
                    {t.version} {step.source}
                  </Link>
                ) : (
                  <span>
                    {t.override} <code>{step.source}</code>
                  </span>
                )}
              </p>
              {step.value === null ? null : (
                <div className="explain-value">
                  <span>{t.after}</span>
                  <ValueView plain {...hints} value={step.value} />
                </div>
              )}
            </li>
          )
        })}
      </ol>
      {value.inForce ? (
        <>
          <h3>{t.inForceNow}</h3>
          <ValueView {...hints} value={value.value} />
        </>
      ) : null}
    </div>
  )
}
