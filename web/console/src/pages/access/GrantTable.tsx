import { execute } from '@shared/api'
import { defineMessages, roleName, useLanguage, useMessages } from '@shared/i18n'
import {
  Badge,
  Button,
  ConfirmDialog,
  DataTable,
  FaultNotice,
  TextInput,
  Time,
  UserErrors,
  useToast,
} from '@shared/ui'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { EndRoleDocument, type GrantRowFragment } from '../../gql/graphql'
import { useIntent } from '../../shell/intent'

const messages = defineMessages({
  zh: {
    role: '角色',
    where: '范围',
    period: '期限',
    why: '理由',
    state: '状态',
    active: '有效',
    over: '无效',
    forever: '长期',
    byTerm: '随任期',
    end: '收回',
    endTitle: '收回角色',
    endText: (role: string, where: string) =>
      `将收回“${where}”上的${role}角色，立即生效。对方的页面会随之失去这些权限。`,
    reason: '收回理由',
    done: '角色已收回',
    none: '没有角色',
  },
  en: {
    role: 'Role',
    where: 'Where',
    period: 'Period',
    why: 'Reason',
    state: 'State',
    active: 'In force',
    over: 'Not in force',
    forever: 'no end',
    byTerm: 'with the term',
    end: 'End',
    endTitle: 'End a role',
    endText: (role: string, where: string) =>
      `The role “${role}” on ${where} ends at once, and with it what the person may do there.`,
    reason: 'Why it ends',
    done: 'The role has ended',
    none: 'No roles',
  },
})

/** Roles with their place, period and reason; those that may be ended have a way to. */
export function GrantTable({ grants, caption }: { grants: readonly GrantRowFragment[]; caption: string }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const [ending, setEnding] = useState<GrantRowFragment | null>(null)
  return (
    <>
      <DataTable<GrantRowFragment>
        caption={caption}
        rows={[...grants]}
        rowKey={grant => grant.id}
        empty={t.none}
        columns={[
          { key: 'role', title: t.role, render: grant => roleName(language, grant.role) },
          {
            key: 'where',
            title: t.where,
            render: ({ chapter }) =>
              chapter ? <Link to={`/chapters/${chapter.id}`}>{chapter.name}</Link> : '—',
          },
          {
            key: 'period',
            title: t.period,
            render: grant => (
              <>
                <Time at={grant.from} style="date" /> –{' '}
                {grant.until ? <Time at={grant.until} style="date" /> : t.forever}
              </>
            ),
          },
          {
            key: 'why',
            title: t.why,
            render: grant => grant.endedReason ?? grant.reason ?? (grant.term ? t.byTerm : '—'),
          },
          {
            key: 'state',
            title: t.state,
            render: grant => (
              <Badge tone={grant.active ? 'good' : 'neutral'}>{grant.active ? t.active : t.over}</Badge>
            ),
          },
          {
            key: 'end',
            title: t.end,
            align: 'end',
            render: grant =>
              // A role that comes with a term of office goes with it.
              !hasEnded(grant) && !grant.term && grant.chapter?.viewerCan.includes('GRANT_MANAGE') ? (
                <Button size="s" variant="quiet" onClick={() => setEnding(grant)}>
                  {t.end}
                </Button>
              ) : null,
          },
        ]}
      />
      {ending ? <EndGrant grant={ending} onClose={() => setEnding(null)} /> : null}
    </>
  )
}

/** Whether a role is over; one that has not begun yet can still be taken back. */
function hasEnded(grant: GrantRowFragment): boolean {
  return !grant.active && Date.parse(grant.from) <= Date.now()
}

function EndGrant({ grant, onClose }: { grant: GrantRowFragment; onClose: () => void }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const toast = useToast()
  const queries = useQueryClient()
  const [reason, setReason] = useState('')
  const intent = useIntent<{ id: string; reason: string | null }>()
  const end = useMutation({
    mutationFn: (input: { id: string; reason: string | null }) =>
      execute(EndRoleDocument, { input: { ...input, requestKey: intent.keyFor(input) } }),
    onSuccess: ({ grantEnd }) => {
      if (grantEnd.userErrors.length) return
      intent.done()
      toast({ tone: 'good', text: t.done })
      void queries.invalidateQueries()
      onClose()
    },
  })
  return (
    <ConfirmDialog
      open
      danger
      title={t.endTitle}
      confirmLabel={t.end}
      busy={end.isPending}
      onConfirm={() => end.mutate({ id: grant.id, reason: reason.trim() || null })}
      onClose={onClose}
    >
      <p>{t.endText(roleName(language, grant.role), grant.chapter?.name ?? '—')}</p>
      <TextInput label={t.reason} value={reason} onChange={setReason} />
      <UserErrors errors={end.data?.grantEnd.userErrors ?? []} />
      {end.error ? <FaultNotice error={end.error} /> : null}
    </ConfirmDialog>
  )
}
