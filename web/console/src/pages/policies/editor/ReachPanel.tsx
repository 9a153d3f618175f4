import { defineMessages, levelName, numberText, useLanguage, useMessages } from '@shared/i18n'
import { Notice, QueryView } from '@shared/ui'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ScopeReachQuery } from '../../../gql/graphql'
import './ReachPanel.css'

const messages = defineMessages({
  zh: {
    title: '将送达',
    total: (count: string) => `${count} 个分舵`,
    vacant: (count: string) => `其中 ${count} 个空缺`,
    some: (names: string, more: boolean) => (more ? `${names} 等` : names),
    open: '选好级别和地方后，这里会显示将送达多少分舵。',
    none: '这个范围里一个分舵也没有，换一个范围才能发布。',
  },
  en: {
    title: 'It will reach',
    total: (count: string) => `${count} chapters`,
    vacant: (count: string) => `${count} of them vacant`,
    some: (names: string, more: boolean) => (more ? `${names} and more` : names),
    open: 'Choose levels and places, and here stands how many chapters it will reach.',
    none: 'No chapter is in this scope: choose another before it can be published.',
  },
})

interface ReachPanelProps {
  reach: UseQueryResult<ScopeReachQuery>
  /** Whether no scope is chosen yet. */
  nobody?: boolean
}

/** Whom a version will reach, as it stands now. */
export function ReachPanel({ reach, nobody }: ReachPanelProps) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  if (nobody) return <Notice tone="warn">{t.open}</Notice>
  return (
    <section className="reach-panel" aria-live="polite" aria-busy={reach.isFetching} aria-label={t.title}>
      <QueryView query={reach} rows={2}>
        {({ policyReach: { total, vacant, byLevel, chapters } }) =>
          total === 0 ? (
            <Notice tone="warn">{t.none}</Notice>
          ) : (
            <>
              <p className="reach-panel-total">
                {t.title} <strong>{t.total(numberText(total, language))}</strong>
                {vacant > 0 ? <span>{t.vacant(numberText(vacant, language))}</span> : null}
              </p>
              <ul className="reach-panel-levels">
                {byLevel.map(({ level, chapters }) => (
                  <li key={level}>
                    {levelName(language, level)} <strong>{numberText(chapters, language)}</strong>
                  </li>
                ))}
              </ul>
              <p className="reach-panel-some">
                {t.some(
                  chapters.map(({ name }) => name).join(language === 'zh' ? '、' : ', '),
                  chapters.length < total,
                )}
              </p>
            </>
          )
        }
      </QueryView>
    </section>
  )
}
