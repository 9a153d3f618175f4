import { execute } from '@shared/api'
import { defineMessages, numberText, useLanguage, useMessages } from '@shared/i18n'
import { ButtonLink, FaultNotice, Notice } from '@shared/ui'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { OverviewOperationsDocument } from '../../gql/graphql'
import { rolloutPath } from '../policies/addresses'
import { words } from '../policies/wording'

const messages = defineMessages({
  zh: {
    title: '系统有需要处理的问题',
    stuck: (title: string, version: string) => `${title} ${version}的下发停住了`,
    someStuck: '有一次下发停住了',
    dead: (count: string) => `${count} 条消息处理失败，可以重试`,
    go: '去处理',
  },
  en: {
    title: 'The system needs attention',
    stuck: (title: string, version: string) => `${title}, ${version}, got stuck on its way`,
    someStuck: 'A push got stuck on its way',
    dead: (count: string) => `${count} messages failed and can be tried again`,
    go: 'See to it',
  },
})

/** What is wrong with the running system; nothing while all is well. */
export function Problems() {
  const t = useMessages(messages)
  const w = useMessages(words)
  const { language } = useLanguage()
  const query = useQuery({
    queryKey: ['overview', 'operations'],
    queryFn: ({ signal }) => execute(OverviewOperationsDocument, {}, { signal }),
    refetchInterval: 15_000,
  })
  if (query.error && !query.data)
    return <FaultNotice error={query.error} onRetry={() => void query.refetch()} />
  if (!query.data) return null
  const { problems, pushes, deadLetters } = query.data.operations
  const stuck = pushes.filter(push => push.stuck)
  if (problems.length + stuck.length + deadLetters.length === 0) return null
  return (
    <Notice
      tone="warn"
      title={t.title}
      action={
        <ButtonLink size="s" to="/operations">
          {t.go}
        </ButtonLink>
      }
    >
      <ul>
        {problems.map(problem => (
          <li key={problem}>{problem}</li>
        ))}
        {stuck.map(({ id, version }) => (
          <li key={id}>
            {version ? (
              <Link to={rolloutPath(version.id)}>
                {t.stuck(version.policy.title, w.version(version.number))}
              </Link>
            ) : (
              t.someStuck
            )}
          </li>
        ))}
        {deadLetters.length > 0 ? <li>{t.dead(numberText(deadLetters.length, language))}</li> : null}
      </ul>
    </Notice>
  )
}
