import { execute } from '@shared/api'
import { defineMessages, modeName, useLanguage, useMessages } from '@shared/i18n'
import { Markdown, ValueView } from '@shared/policies'
import {
  Badge,
  ButtonLink,
  Card,
  Empty,
  JsonView,
  KeyValue,
  Notice,
  Page,
  QueryView,
  Section,
  Time,
} from '@shared/ui'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from 'react-router'
import { PolicyDetailDocument, type PolicyDetailQuery } from '../../gql/graphql'
import { draftPath, rolloutPath, versionPath } from './addresses'
import { SchemaPreview } from './SchemaPreview'
import { usePolicyRoot } from './usePolicyRoot'
import { VersionTable } from './VersionTable'
import { words } from './wording'
import './policies.css'

const messages = defineMessages({
  zh: {
    back: '政策',
    loading: '政策',
    missing: '没有这项政策',
    missingText: '它可能还没有登记，或者您看不到它。',
    write: '写新版本',
    inForce: '总部现行版本',
    none: '总部还没有发布过',
    noneText: '写下第一版并发布，它就会逐级下发到各分舵。',
    published: '发布',
    landing: '看落地进度',
    open: '查看全文',
    drafts: '等待发布的草稿',
    draftsText: '草稿写好后不再改动；要改就另写一版，会得到新的版本号。',
    versions: '全部版本',
    shape: '值的样子',
    form: '填写时的表单',
    schema: 'JSON Schema',
    key: 'key',
  },
  en: {
    back: 'Policies',
    loading: 'Policy',
    missing: 'There is no such policy',
    missingText: 'It may not be defined yet, or you may not see it.',
    write: 'New version',
    inForce: 'What headquarters says now',
    none: 'Headquarters has not published it yet',
    noneText: 'Write the first version and publish it: it then goes down the tree, level by level.',
    published: 'Published',
    landing: 'See how it lands',
    open: 'Read it all',
    drafts: 'Drafts waiting to be published',
    draftsText: 'What a draft says never changes: a change is another draft with the next number.',
    versions: 'All versions',
    shape: 'What its value looks like',
    form: 'The form that authors fill in',
    schema: 'JSON Schema',
    key: 'Key',
  },
})

type Policy = NonNullable<PolicyDetailQuery['policy']>

/** A policy: what holds, what waits to be published, all versions, and the shape of its value. */
export default function PolicyPage() {
  const t = useMessages(messages)
  const { key = '' } = useParams()
  const root = usePolicyRoot()
  const issuer = root.data?.headquarters
  const detail = useQuery({
    queryKey: ['policies', 'detail', key, issuer?.id],
    queryFn: ({ signal }) => execute(PolicyDetailDocument, { key, issuer: issuer?.id ?? null }, { signal }),
    enabled: root.isSuccess,
  })
  const policy = detail.data?.policy
  return (
    <Page
      title={policy?.title ?? t.loading}
      eyebrow={<code className="policies-code">{key}</code>}
      back={{ to: '/policies', label: t.back }}
      actions={
        policy && issuer?.viewerCan.includes('POLICY_DRAFT') ? (
          <ButtonLink variant="primary" icon="edit" to={draftPath(key)}>
            {t.write}
          </ButtonLink>
        ) : null
      }
    >
      <QueryView query={root}>
        {() => (
          <QueryView
            query={detail}
            empty={() => policy === null}
            whenEmpty={<Empty title={t.missing}>{t.missingText}</Empty>}
          >
            {() => (policy ? <Detail policy={policy} issuer={issuer?.id ?? ''} /> : null)}
          </QueryView>
        )}
      </QueryView>
    </Page>
  )
}

function Detail({ policy, issuer }: { policy: Policy; issuer: string }) {
  const t = useMessages(messages)
  const w = useMessages(words)
  const { language } = useLanguage()
  const published = policy.published.nodes[0]
  const drafts = policy.drafts.nodes
  return (
    <>
      <KeyValue
        items={[
          { label: t.key, value: <code className="policies-code">{policy.key}</code> },
          {
            label: w.mode,
            value: (
              <>
                <Badge tone="info">{modeName(language, policy.mode)}</Badge> {w.modes[policy.mode]}
              </>
            ),
          },
        ]}
      />
      {drafts.length > 0 ? (
        <Notice tone="info" title={t.drafts}>
          <p>{t.draftsText}</p>
          <ul>
            {drafts.map(draft => (
              <li key={draft.id}>
                <Link to={versionPath(draft.id)}>{w.version(draft.number)}</Link>{' '}
                {[draft.issuer?.name, draft.authorAccount?.name].filter(Boolean).join(' · ')}
              </li>
            ))}
          </ul>
        </Notice>
      ) : null}
      <Section title={t.inForce}>
        {published ? (
          <Card>
            <div className="policies-stack">
              <div className="policies-actions">
                <Link to={versionPath(published.id)}>{w.version(published.number)}</Link>
                {published.publishedAt ? (
                  <span>
                    {t.published} <Time at={published.publishedAt} style="full" />
                  </span>
                ) : null}
                <ButtonLink size="s" to={rolloutPath(published.id)}>
                  {t.landing}
                </ButtonLink>
              </div>
              <ValueView
                schema={policy.schema}
                value={published.value}
                policyKey={policy.key}
                title={policy.title}
              />
              <details>
                <summary>{t.open}</summary>
                <Markdown>{published.body}</Markdown>
              </details>
            </div>
          </Card>
        ) : (
          <Empty title={t.none}>{t.noneText}</Empty>
        )}
      </Section>
      <Section title={t.versions}>
        <VersionTable policy={policy.key} headquarters={issuer} />
      </Section>
      <Section title={t.shape}>
        <details>
          <summary>{t.form}</summary>
          <SchemaPreview
            schema={isObject(policy.schema) ? policy.schema : null}
            policyKey={policy.key}
            title={policy.title}
          />
        </details>
        <details>
          <summary>{t.schema}</summary>
          <JsonView value={policy.schema} />
        </details>
      </Section>
    </>
  )
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
