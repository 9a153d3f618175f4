import { execute } from '@shared/api'
import type { CardKind } from '@shared/gql/schema'
import { defineMessages, shanghaiDay, useLanguage, useMessages } from '@shared/i18n'
import { CARD_KIND_KEYS, cardKindName } from '@shared/money'
import { DateInput, NumberInput, QueryView, Select, TextInput } from '@shared/ui'
import { useState } from 'react'
import { type CardBatchIssueInput, IssueCardsDocument, type IssueCardsMutation } from '../../gql/graphql'
import { fieldError, useIntent } from '../chapters/changes/useIntent'
import { FormDialog } from '../money/FormDialog'
import { useTiers } from '../tiers/queries'
import { CodesDialog } from './CodesDialog'
import { BRINGS, MOST_CARDS } from './issue'

const messages = defineMessages({
  zh: {
    title: (name: string) => `制发一批卡：${name}`,
    name: '批次名称',
    nameHint: '例如“2027 春节赠卡”',
    kind: '类型',
    tier: '会员等级',
    count: '张数',
    countHint: `1 到 ${MOST_CARDS} 张`,
    days: '每张天数',
    daysHint: '留空则按会员等级的天数',
    expires: '失效日',
    expiresHint: '从这一天起不能再兑换',
    once: '卡号只在制发后显示一次，请准备好立即保存。',
    confirm: '制发',
    unit: '天',
  },
  en: {
    title: (name: string) => `Issue cards: ${name}`,
    name: 'Name of the batch',
    nameHint: 'Such as “New Year gifts 2027”',
    kind: 'Kind',
    tier: 'Tier',
    count: 'How many',
    countHint: `1 to ${MOST_CARDS}`,
    days: 'Days of each',
    daysHint: 'Left empty, those of the tier',
    expires: 'Expires on',
    expiresHint: 'The first day on which they can no longer be redeemed',
    once: 'The codes are shown once, after this. Be ready to save them then.',
    confirm: 'Issue',
    unit: 'days',
  },
})

const FIELDS = ['title', 'count', 'days', 'expiresOn', 'tier']

type Issued = NonNullable<IssueCardsMutation['cardBatchIssue']>

/** Issues a batch of cards, and shows their codes the one time that they are known. */
export function IssueDialog({
  chapter,
  onClose,
}: {
  chapter: { id: string; name: string }
  onClose: () => void
}) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const [issued, setIssued] = useState<Issued | null>(null)
  const [title, setTitle] = useState('')
  const [kind, setKind] = useState<CardKind>('GIFT')
  const [chosen, setChosen] = useState<string | null>(null)
  const [count, setCount] = useState<number | null>(100)
  const [days, setDays] = useState<number | null>(null)
  const [expiresOn, setExpiresOn] = useState<string | null>(null)
  const tiers = useTiers()
  const intent = useIntent({
    perform: async (input: CardBatchIssueInput) =>
      (await execute(IssueCardsDocument, { input })).cardBatchIssue,
    onDone: setIssued,
  })
  if (issued?.batch) {
    return <CodesDialog batch={issued.batch} codes={issued.codes ?? []} onClose={onClose} />
  }
  const fitting = (tiers.data?.tiers ?? []).filter(tier => tier.active && BRINGS[kind].includes(tier.kind))
  const tier = fitting.find(({ code }) => code === chosen) ?? fitting[0]
  const input: CardBatchIssueInput | null =
    title.trim() !== '' && tier && count !== null && expiresOn !== null
      ? { issuer: chapter.id, title: title.trim(), kind, tier: tier.code, count, days, expiresOn }
      : null
  const error = (field: string) => fieldError(intent.errors, field, language)
  return (
    <FormDialog
      title={t.title(chapter.name)}
      confirm={t.confirm}
      ready={input !== null}
      intent={intent}
      fields={FIELDS}
      onSubmit={() => input && intent.run(input)}
      onClose={onClose}
    >
      <TextInput
        label={t.name}
        hint={t.nameHint}
        required
        maxLength={40}
        value={title}
        onChange={setTitle}
        error={error('title')}
      />
      <Select
        label={t.kind}
        value={kind}
        onChange={setKind}
        options={CARD_KIND_KEYS.map(value => ({ value, label: cardKindName(language, value) }))}
      />
      <QueryView query={tiers} rows={1}>
        {() => (
          <Select
            label={t.tier}
            value={tier?.code ?? null}
            onChange={setChosen}
            options={fitting.map(({ code, name }) => ({ value: code, label: name }))}
            error={error('tier')}
          />
        )}
      </QueryView>
      <NumberInput
        label={t.count}
        hint={t.countHint}
        required
        step={1}
        min={1}
        max={MOST_CARDS}
        value={count}
        onChange={setCount}
        error={error('count')}
      />
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
      <DateInput
        label={t.expires}
        hint={t.expiresHint}
        required
        min={shanghaiDay(Date.now() + 86_400_000)}
        value={expiresOn}
        onChange={setExpiresOn}
        error={error('expiresOn')}
      />
      <p>{t.once}</p>
    </FormDialog>
  )
}
