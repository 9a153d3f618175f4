import { execute } from '@shared/api'
import { defineMessages, useMessages } from '@shared/i18n'
import { ConfirmDialog, FaultNotice, Time, UserErrors, useToast } from '@shared/ui'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { PublishPolicyDocument, ScopeReachDocument } from '../../../gql/graphql'
import { useIntent } from '../../../shell/intent'
import { rolloutPath } from '../addresses'
import { ReachPanel } from '../editor/ReachPanel'
import type { Version } from './VersionFacts'

const messages = defineMessages({
  zh: {
    title: (title: string, number: number) => `发布“${title}”第 ${number} 版？`,
    text: '确认后立即逐级下发，并取代它的上一版。发出后内容不能再改；要收回只能撤销。',
    effective: (at: React.ReactNode) => <>将于 {at} 生效。</>,
    atOnce: '送达后立即生效。',
    confirm: '确认发布',
    done: '已发布，正在逐级送达',
  },
  en: {
    title: (title: string, number: number) => `Publish version ${number} of “${title}”?`,
    text: 'It goes down the tree at once and replaces the version before it. What it says cannot be changed afterwards; it can only be revoked.',
    effective: (at: React.ReactNode) => <>It takes effect {at}.</>,
    atOnce: 'It takes effect as soon as it has arrived.',
    confirm: 'Publish it',
    done: 'Published: it is on its way down the tree',
  },
})

/** Asks before a draft is published, with whom it will reach; then leads to where it is seen landing. */
export function PublishDialog({
  version,
  open,
  onClose,
}: {
  version: Version
  open: boolean
  onClose: () => void
}) {
  const t = useMessages(messages)
  const navigate = useNavigate()
  const toast = useToast()
  const queries = useQueryClient()
  const intent = useIntent<{ id: string }>()
  const scope = {
    issuer: version.issuer?.id ?? '',
    levels: version.scopeLevels,
    divisions: version.scopeDivisions,
  }
  const reach = useQuery({
    queryKey: ['policies', 'reach', scope],
    queryFn: ({ signal }) => execute(ScopeReachDocument, scope, { signal }),
    enabled: open && version.issuer !== null,
  })
  const publish = useMutation({
    mutationFn: (input: { id: string }) =>
      execute(PublishPolicyDocument, { input: { ...input, requestKey: intent.keyFor(input) } }),
    onSuccess: async ({ policyPublish }) => {
      if (!policyPublish.version) return
      intent.done()
      // What every chapter shows may change with it.
      void queries.invalidateQueries()
      toast({ tone: 'good', text: t.done })
      await navigate(rolloutPath(version.id))
    },
  })
  const isLater = Date.parse(version.effectiveAt) > Date.now()
  return (
    <ConfirmDialog
      open={open}
      title={t.title(version.policy.title, version.number)}
      confirmLabel={t.confirm}
      busy={publish.isPending}
      disabled={!reach.data || reach.data.policyReach.total === 0}
      onConfirm={() => publish.mutate({ id: version.id })}
      onClose={onClose}
    >
      <div className="policies-stack">
        <ReachPanel reach={reach} />
        <p>{t.text}</p>
        <p>{isLater ? t.effective(<Time at={version.effectiveAt} style="full" />) : t.atOnce}</p>
        <UserErrors errors={publish.data?.policyPublish.userErrors ?? []} />
        {publish.error ? <FaultNotice error={publish.error} /> : null}
      </div>
    </ConfirmDialog>
  )
}
