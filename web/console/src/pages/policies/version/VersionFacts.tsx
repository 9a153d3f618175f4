import { defineMessages, levelName, urgencyName, useLanguage, useMessages } from '@shared/i18n'
import { Code, KeyValue, LevelBadge, Time, VersionBadge } from '@shared/ui'
import { Link } from 'react-router'
import type { VersionPageQuery } from '../../../gql/graphql'
import { chosenNodes, pathText } from '../editor/scopeTree'
import { useScopeTree } from '../editor/useScope'
import { levelsText, words } from '../wording'

const messages = defineMessages({
  zh: {
    state: '状态',
    number: '版本号',
    issuer: '发布方',
    author: '起草',
    published: '发布',
    effective: '生效时间',
    acknowledge: '确认要求',
    within: (urgency: string, hours: number) => `${urgency}，送达后 ${hours} 小时内`,
    vacant: '空缺分舵由代管者确认',
    noVacant: '空缺分舵免确认',
    levels: '级别',
    allLevels: '全部级别',
    places: '地方',
    everywhere: '全部地方',
    somePlaces: (count: number) => `${count} 处`,
    division: '区划',
    hash: '内容哈希',
  },
  en: {
    state: 'State',
    number: 'Number',
    issuer: 'Issued by',
    author: 'Written by',
    published: 'Published',
    effective: 'In effect from',
    acknowledge: 'Acknowledgement',
    within: (urgency: string, hours: number) => `${urgency}: within ${hours} hours of delivery`,
    vacant: 'caretakers acknowledge for vacant chapters',
    noVacant: 'vacant chapters are exempt',
    levels: 'Levels',
    allLevels: 'All levels',
    places: 'Places',
    everywhere: 'Everywhere',
    somePlaces: (count: number) => `${count} places`,
    division: 'Division',
    hash: 'Content hash',
  },
})

export type Version = NonNullable<VersionPageQuery['policyVersion']>

/** What there is to know of a version besides what it says. */
export function VersionFacts({ version }: { version: Version }) {
  const t = useMessages(messages)
  const w = useMessages(words)
  const { language } = useLanguage()
  const comma = language === 'zh' ? '；' : '; '
  const { issuer, publishedAt } = version
  return (
    <KeyValue
      items={[
        { label: t.state, value: <VersionBadge state={version.state} /> },
        { label: t.number, value: w.version(version.number) },
        {
          label: t.issuer,
          value: issuer ? (
            <>
              <Link to={`/chapters/${issuer.id}`}>{issuer.name}</Link>{' '}
              {issuer.level === 'HEADQUARTERS' ? null : <LevelBadge level={issuer.level} />}
            </>
          ) : (
            w.unknown
          ),
        },
        { label: t.author, value: version.authorAccount?.name ?? w.unknown },
        ...(publishedAt
          ? [
              {
                label: t.published,
                value: (
                  <>
                    <Time at={publishedAt} style="full" /> {version.publishedByAccount?.name ?? w.unknown}
                  </>
                ),
              },
            ]
          : []),
        { label: t.effective, value: <Time at={version.effectiveAt} style="full" /> },
        {
          label: t.acknowledge,
          value: [
            t.within(urgencyName(language, version.urgency), version.acknowledgeWithinHours),
            version.vacantMustAcknowledge ? t.vacant : t.noVacant,
          ].join(comma),
        },
        {
          label: t.levels,
          value: version.scopeLevels.length > 0 ? levelsText(version.scopeLevels, language) : t.allLevels,
        },
        { label: t.places, value: <Places version={version} /> },
        { label: t.hash, value: <Code>{version.hash}</Code> },
      ]}
    />
  )
}

/** The places in a version's scope by their names, as the tree has them now. */
function Places({ version }: { version: Version }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const codes = version.scopeDivisions
  const tree = useScopeTree(version.issuer?.id ?? '', codes.length > 0 && version.issuer !== null)
  if (codes.length === 0) return t.everywhere
  if (!tree.data) return t.somePlaces(codes.length)
  const { nodes, others } = chosenNodes(tree.data, new Set(codes))
  return (
    <details>
      <summary>
        {t.somePlaces(codes.length)}{' '}
        {nodes
          .slice(0, 4)
          .map(({ name }) => name)
          .join(language === 'zh' ? '、' : ', ')}
        {codes.length > 4 ? '…' : ''}
      </summary>
      <ul>
        {nodes.map(node => (
          <li key={node.code}>
            <Link to={`/chapters/${node.id}`}>{node.name}</Link> {levelName(language, node.level)}{' '}
            {pathText(node)}
          </li>
        ))}
        {others.map(code => (
          <li key={code}>
            {t.division} {code}
          </li>
        ))}
      </ul>
    </details>
  )
}
