import { execute } from '@shared/api'
import { defineMessages, numberText, useLanguage, useMessages } from '@shared/i18n'
import { ConfirmDialog, FaultNotice, TextArea, UserErrors, useToast } from '@shared/ui'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { RevokePolicyDocument, RolloutNowDocument } from '../../../gql/graphql'
import { useIntent } from '../../../shell/intent'
import { waveOf } from '../rollout/wave'
import type { Version } from './VersionFacts'

const messages = defineMessages({
  zh: {
    title: (title: string, number: number) => `撤销“${title}”第 ${number} 版？`,
    changes: '撤销后：',
    stop: '本版立即在所有分舵失效，还没送到的不再送达。',
    told: (count: string) => `已收到的 ${count} 个分舵会收到撤销通知和下面的原因。`,
    owed: '没确认的不用再确认，已有的确认记录保留。',
    before: '收到过更早一版的分舵，重新按那一版执行；没有收到过的，总部对它就不再有规定。',
    final: '撤销不能撤回；要恢复，请另写一版发布。',
    reason: '撤销原因',
    reasonHint: '各分舵都会看到，1 到 500 个字。',
    missing: '请写明原因',
    confirm: '撤销本版',
    done: '已撤销，正在通知各分舵',
  },
  en: {
    title: (title: string, number: number) => `Revoke version ${number} of “${title}”?`,
    changes: 'What will change:',
    stop: 'It is in force nowhere from now on, and goes no further down the tree.',
    told: (count: string) => `The ${count} chapters that have it are told, with the reason below.`,
    owed: 'No further acknowledgement of it is owed; those given stay on record.',
    before:
      'Chapters that had received the version before it fall back to that one; for the others headquarters says nothing any more.',
    final: 'This cannot be undone: to restore it, publish a new version.',
    reason: 'Reason',
    reasonHint: 'Every chapter reads it. 1 to 500 characters.',
    missing: 'Say why',
    confirm: 'Revoke it',
    done: 'Revoked: the chapters are being told',
  },
})

const REASON_MOST = 500

/** Asks for the reason before a published version is taken back, and says what will change. */
export function RevokeDialog({
  version,
  open,
  onClose,
}: {
  version: Version
  open: boolean
  onClose: () => void
}) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const toast = useToast()
  const queries = useQueryClient()
  const intent = useIntent<{ id: string; reason: string }>()
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const now = useQuery({
    queryKey: ['policies', 'rollout', version.id, null],
    queryFn: ({ signal }) => execute(RolloutNowDocument, { id: version.id, within: null }, { signal }),
    enabled: open,
  })
  const revoke = useMutation({
    mutationFn: (input: { id: string; reason: string }) =>
      execute(RevokePolicyDocument, { input: { ...input, requestKey: intent.keyFor(input) } }),
    onSuccess: ({ policyRevoke }) => {
      if (!policyRevoke.version) return
      intent.done()
      void queries.invalidateQueries()
      toast({ tone: 'good', text: t.done })
      onClose()
    },
  })
  const counts = now.data?.policyVersion?.rollout.counts
  return (
    <ConfirmDialog
      open={open}
      danger
      title={t.title(version.policy.title, version.number)}
      confirmLabel={t.confirm}
      busy={revoke.isPending}
      onConfirm={() => {
        setTried(true)
        if (reason.trim()) revoke.mutate({ id: version.id, reason: reason.trim() })
      }}
      onClose={onClose}
    >
      <div className="policies-stack">
        <p>{t.changes}</p>
        <ul>
          <li>{t.stop}</li>
          {counts ? <li>{t.told(numberText(waveOf(counts).landed, language))}</li> : null}
          <li>{t.owed}</li>
          <li>{t.before}</li>
          <li>{t.final}</li>
        </ul>
        <TextArea
          label={t.reason}
          hint={t.reasonHint}
          value={reason}
          onChange={setReason}
          maxLength={REASON_MOST}
          required
          error={tried && !reason.trim() ? t.missing : undefined}
        />
        <UserErrors errors={revoke.data?.policyRevoke.userErrors ?? []} />
        {revoke.error ? <FaultNotice error={revoke.error} /> : null}
      </div>
    </ConfirmDialog>
  )
}
