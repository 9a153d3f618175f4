import { execute } from '@shared/api'
import { defineMessages, useLanguage, useMessages } from '@shared/i18n'
import { NumberInput, QueryView, Select, TextArea, useToast } from '@shared/ui'
import { useState } from 'react'
import { GrantMembershipDocument, type MembershipGrantInput } from '../../gql/graphql'
import { fieldError, useIntent } from '../chapters/changes/useIntent'
import { FormDialog } from '../money/FormDialog'
import { useTiers } from '../tiers/queries'

const messages = defineMessages({
  zh: {
    title: '赠予会籍',
    tier: '会员等级',
    days: '天数',
    daysHint: '留空则按会员等级的天数',
    unit: '天',
    reason: '核实了什么',
    reasonHint: '例如“志愿者证 2026-118”；会写入审计日志，会员本人也能看到',
    confirm: '赠予',
    done: '会籍已赠予',
  },
  en: {
    title: 'Grant a membership',
    tier: 'Tier',
    days: 'Days',
    daysHint: 'Left empty, those of the tier',
    unit: 'days',
    reason: 'What was proven',
    reasonHint: 'It is logged, and the member can read it',
    confirm: 'Grant',
    done: 'The membership is granted',
  },
})

/** Grants a membership to somebody whose proof was reviewed. */
export function GrantDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const toast = useToast()
  const tiers = useTiers()
  const [chosen, setChosen] = useState<string | null>(null)
  const [days, setDays] = useState<number | null>(null)
  const [reason, setReason] = useState('')
  const granted = (tiers.data?.tiers ?? []).filter(tier => tier.active && tier.kind === 'GRANTED')
  const tier = granted.find(({ code }) => code === chosen) ?? granted[0]
  const said = reason.trim()
  const intent = useIntent({
    perform: async (input: MembershipGrantInput) =>
      (await execute(GrantMembershipDocument, { input })).membershipGrant,
    onDone: () => {
      toast({ tone: 'good', text: t.done })
      onClose()
    },
  })
  const error = (field: string) => fieldError(intent.errors, field, language)
  return (
    <FormDialog
      title={t.title}
      confirm={t.confirm}
      ready={tier !== undefined && said !== ''}
      intent={intent}
      fields={['tier', 'days', 'reason']}
      onSubmit={() => tier && intent.run({ member: id, tier: tier.code, days, reason: said })}
      onClose={onClose}
    >
      <QueryView query={tiers} rows={1}>
        {() => (
          <Select
            label={t.tier}
            value={tier?.code ?? null}
            onChange={setChosen}
            options={granted.map(({ code, name }) => ({ value: code, label: name }))}
            error={error('tier')}
          />
        )}
      </QueryView>
      <NumberInput
        label={t.days}
        hint={t.daysHint}
        step={1}
        min={1}
        unit={t.unit}
        placeholder={tier ? String(tier.days) : undefined}
        value={days}
        onChange={setDays}
        error={error('days')}
      />
      <TextArea
        label={t.reason}
        hint={t.reasonHint}
        required
        rows={2}
        maxLength={200}
        value={reason}
        onChange={setReason}
        error={error('reason')}
      />
    </FormDialog>
  )
}
