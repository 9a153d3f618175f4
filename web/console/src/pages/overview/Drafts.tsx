import { useSession } from '@shared/api'
import { defineMessages, useMessages } from '@shared/i18n'
import { Badge, ButtonLink, Card, Section } from '@shared/ui'
import { Link } from 'react-router'
import type { OverviewVersionsQuery } from '../../gql/graphql'
import { versionPath } from '../policies/addresses'
import { words } from '../policies/wording'

const messages = defineMessages({
  zh: {
    title: '等待发布的草稿',
    mine: '我起草的',
    by: (name: string) => `${name} 起草`,
    publish: '核对并发布',
    wait: '等待有发布权的人发布',
    look: '查看',
  },
  en: {
    title: 'Drafts waiting to be published',
    mine: 'Written by me',
    by: (name: string) => `Written by ${name}`,
    publish: 'Check and publish',
    wait: 'Waiting for somebody who may publish',
    look: 'Open',
  },
})

type Draft = OverviewVersionsQuery['drafts']['nodes'][number]

/** Drafts that the reader wrote or may publish; nothing if there are none. */
export function Drafts({ drafts }: { drafts: readonly Draft[] }) {
  const t = useMessages(messages)
  const w = useMessages(words)
  const me = useSession().account?.id
  const mine = drafts.filter(({ author, viewerCanPublish }) => author === me || viewerCanPublish)
  if (mine.length === 0) return null
  return (
    <Section title={t.title}>
      <ul className="overview-list">
        {mine.map(({ id, number, policy, issuer, author, authorAccount, viewerCanPublish }) => (
          <Card key={id} as="li">
            <div className="overview-line">
              <span>
                <Link to={versionPath(id)}>
                  {policy.title} {w.version(number)}
                </Link>{' '}
                {issuer?.name}
              </span>
              <Badge tone={author === me ? 'accent' : 'neutral'}>
                {author === me ? t.mine : t.by(authorAccount?.name ?? w.unknown)}
              </Badge>
              {viewerCanPublish ? null : <span>{t.wait}</span>}
              <ButtonLink
                size="s"
                variant={viewerCanPublish ? 'primary' : 'secondary'}
                to={versionPath(id)}
                aria-label={`${viewerCanPublish ? t.publish : t.look} ${policy.title} ${w.version(number)}`}
              >
                {viewerCanPublish ? t.publish : t.look}
              </ButtonLink>
            </div>
          </Card>
        ))}
      </ul>
    </Section>
  )
}
