import { execute } from '@shared/api'
import { defineMessages, useMessages } from '@shared/i18n'
import { Markdown, ValueView } from '@shared/policies'
import { Button, ButtonLink, Card, Empty, Notice, Page, QueryView, Section, Time, useToast } from '@shared/ui'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useParams } from 'react-router'
import { VersionPageDocument } from '../../gql/graphql'
import { draftPath, policyPath, rolloutPath } from './addresses'
import { RolloutWave } from './rollout/RolloutWave'
import { usePolicyRoot } from './usePolicyRoot'
import { Compare } from './version/Compare'
import { PublishDialog } from './version/PublishDialog'
import { RevokeDialog } from './version/RevokeDialog'
import { type Version, VersionFacts } from './version/VersionFacts'
import { words } from './wording'
import './policies.css'

const messages = defineMessages({
  zh: {
    loading: '政策版本',
    catalogue: '政策',
    missing: '没有这个版本',
    missingText: '它可能不存在，或者您看不到它。',
    publish: '发布',
    revoke: '撤销',
    again: '以此为底写新版本',
    draftTitle: '草稿，还没有发给任何人',
    draftPublish: '核对下面的内容，没有问题就发布。',
    draftWait: '发布要由有“发布政策”权限的另一个人来做。把本页地址发给他，他核对后就能发布。',
    copy: '复制本页地址',
    copied: '已复制',
    revoked: (by: string) => `已由 ${by} 撤销`,
    landing: '落地进度',
    more: '看每个分舵',
    value: '值',
    body: '正文',
    facts: '版本信息',
    compare: '与其他版本比较',
  },
  en: {
    loading: 'Policy version',
    catalogue: 'Policies',
    missing: 'There is no such version',
    missingText: 'It may not exist, or you may not see it.',
    publish: 'Publish',
    revoke: 'Revoke',
    again: 'New version from this one',
    draftTitle: 'A draft: nobody has received it yet',
    draftPublish: 'Check what it says, and publish it if all is well.',
    draftWait:
      'Somebody else, who may publish policies, has to publish it. Send them the address of this page: they can check and publish it here.',
    copy: 'Copy the address',
    copied: 'Copied',
    revoked: (by: string) => `Revoked by ${by}`,
    landing: 'How it lands',
    more: 'See every chapter',
    value: 'Value',
    body: 'Text',
    facts: 'About this version',
    compare: 'Compare with other versions',
  },
})

/** A version: what it says, who wrote and published it, what it changed, and how it lands. */
export default function VersionPage() {
  const t = useMessages(messages)
  const w = useMessages(words)
  const { id = '' } = useParams()
  const [asking, setAsking] = useState<'publish' | 'revoke' | null>(null)
  const query = useQuery({
    queryKey: ['policies', 'version', id],
    queryFn: ({ signal }) => execute(VersionPageDocument, { id }, { signal }),
  })
  const version = query.data?.policyVersion
  const close = () => setAsking(null)
  const mayDraft = usePolicyRoot().data?.headquarters?.viewerCan.includes('POLICY_DRAFT')
  return (
    <Page
      title={version ? `${version.policy.title} ${w.version(version.number)}` : t.loading}
      eyebrow={version ? <code className="policies-code">{version.key}</code> : undefined}
      back={
        version
          ? { to: policyPath(version.key), label: version.policy.title }
          : { to: '/policies', label: t.catalogue }
      }
      actions={
        version ? (
          <>
            {mayDraft ? (
              <ButtonLink icon="edit" to={`${draftPath(version.key)}?from=${version.id}`}>
                {t.again}
              </ButtonLink>
            ) : null}
            {version.state === 'PUBLISHED' && version.viewerCanRevoke ? (
              <Button icon="undo" onClick={() => setAsking('revoke')}>
                {t.revoke}
              </Button>
            ) : null}
          </>
        ) : null
      }
    >
      <QueryView
        query={query}
        empty={({ policyVersion }) => policyVersion === null}
        whenEmpty={<Empty title={t.missing}>{t.missingText}</Empty>}
      >
        {({ policyVersion }) =>
          policyVersion ? (
            <>
              <StateNotice version={policyVersion} onPublish={() => setAsking('publish')} />
              <Content version={policyVersion} />
              <PublishDialog version={policyVersion} open={asking === 'publish'} onClose={close} />
              <RevokeDialog version={policyVersion} open={asking === 'revoke'} onClose={close} />
            </>
          ) : null
        }
      </QueryView>
    </Page>
  )
}

function StateNotice({ version, onPublish }: { version: Version; onPublish: () => void }) {
  const t = useMessages(messages)
  const w = useMessages(words)
  const toast = useToast()
  if (version.state === 'REVOKED') {
    return (
      <Notice tone="bad" title={t.revoked(version.revokedByAccount?.name ?? w.unknown)}>
        <p>{version.revokedReason}</p>
        {version.revokedAt ? <Time at={version.revokedAt} style="full" /> : null}
      </Notice>
    )
  }
  if (version.state !== 'DRAFT') return null
  if (version.viewerCanPublish) {
    return (
      <Notice
        tone="info"
        title={t.draftTitle}
        action={
          <Button variant="primary" icon="send" onClick={onPublish}>
            {t.publish}
          </Button>
        }
      >
        {t.draftPublish}
      </Notice>
    )
  }
  const copy = () =>
    navigator.clipboard.writeText(location.href).then(
      () => toast({ tone: 'good', text: t.copied }),
      // A browser may refuse; the address then is still where it always is.
      () => toast({ tone: 'info', text: location.href }),
    )
  return (
    <Notice
      tone="info"
      title={t.draftTitle}
      action={
        <Button icon="copy" onClick={() => void copy()}>
          {t.copy}
        </Button>
      }
    >
      {t.draftWait}
    </Notice>
  )
}

function Content({ version }: { version: Version }) {
  const t = useMessages(messages)
  return (
    <>
      {version.publishedAt ? (
        <Section title={t.landing} actions={<ButtonLink to={rolloutPath(version.id)}>{t.more}</ButtonLink>}>
          <RolloutWave id={version.id} publishedAt={version.publishedAt} />
        </Section>
      ) : null}
      <div className="policies-columns">
        <div className="policies-stack">
          <Section title={t.value}>
            <Card>
              <ValueView
                schema={version.policy.schema}
                value={version.value}
                policyKey={version.key}
                title={version.policy.title}
              />
            </Card>
          </Section>
          <Section title={t.body}>
            <Card as="article">
              <Markdown>{version.body}</Markdown>
            </Card>
          </Section>
        </div>
        <Section title={t.facts}>
          <VersionFacts version={version} />
        </Section>
      </div>
      <Section title={t.compare}>
        <Compare version={version} />
      </Section>
    </>
  )
}
