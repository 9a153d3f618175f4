import { execute } from '@shared/api'
import { defineMessages, shanghaiDay, useLanguage, useMessages } from '@shared/i18n'
import { Checkbox, DateInput, NumberInput, useToast } from '@shared/ui'
import { useState } from 'react'
import { SetSplitRuleDocument, type SplitRuleSetInput } from '../../../gql/graphql'
import { fieldError, useIntent } from '../../chapters/changes/useIntent'
import { FormDialog } from '../FormDialog'

const messages = defineMessages({
  zh: {
    title: '分账规则新版本',
    chapter: '分舵',
    promoter: '推广人',
    cash: '推广人分成以现金支付（一级）',
    effective: '生效日',
    effectiveHint: '至少在 7 天之后',
    rest: (percent: string) => `总部得其余的 ${percent}。已下的订单不受影响。`,
    confirm: '保存',
    done: '新的分账规则已保存',
  },
  en: {
    title: 'A new version of the split',
    chapter: 'Chapter',
    promoter: 'Promoter',
    cash: 'Promoters are paid cash, for whom they invited themselves',
    effective: 'In force from',
    effectiveHint: '7 days ahead at least',
    rest: (percent: string) =>
      `Headquarters gets the other ${percent}. Orders that were opened stay as they are.`,
    confirm: 'Save',
    done: 'The new split is saved',
  },
})

/** How far ahead a version has to be, in milliseconds. */
const AHEAD = 7 * 86_400_000

/** Percent as the API counts them, in 1/10,000. */
const points = (percent: number) => Math.round(percent * 100)

/** Sets how prices are split from a day on. */
export function SplitDialog({ onClose }: { onClose: () => void }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const toast = useToast()
  const [chapter, setChapter] = useState<number | null>(null)
  const [promoter, setPromoter] = useState<number | null>(0)
  const [promoterCash, setCash] = useState(false)
  const [effectiveOn, setEffective] = useState<string | null>(null)
  const intent = useIntent({
    perform: async (input: SplitRuleSetInput) =>
      (await execute(SetSplitRuleDocument, { input })).splitRuleSet,
    onDone: () => {
      toast({ tone: 'good', text: t.done })
      onClose()
    },
  })
  const input: SplitRuleSetInput | null =
    chapter !== null && promoter !== null && effectiveOn !== null
      ? { chapterRate: points(chapter), promoterRate: points(promoter), promoterCash, effectiveOn }
      : null
  const rest = 100 - (chapter ?? 0) - (promoterCash ? (promoter ?? 0) : 0)
  const error = (field: string) => fieldError(intent.errors, field, language)
  return (
    <FormDialog
      title={t.title}
      confirm={t.confirm}
      ready={input !== null}
      intent={intent}
      fields={['chapterRate', 'promoterRate', 'effectiveOn']}
      onSubmit={() => input && intent.run(input)}
      onClose={onClose}
    >
      <NumberInput
        label={t.chapter}
        required
        min={0}
        max={100}
        step="any"
        unit="%"
        value={chapter}
        onChange={setChapter}
        error={error('chapterRate')}
      />
      <NumberInput
        label={t.promoter}
        required
        min={0}
        max={100}
        step="any"
        unit="%"
        value={promoter}
        onChange={setPromoter}
        error={error('promoterRate')}
      />
      <Checkbox label={t.cash} checked={promoterCash} onChange={setCash} />
      <DateInput
        label={t.effective}
        hint={t.effectiveHint}
        required
        min={shanghaiDay(Date.now() + AHEAD)}
        value={effectiveOn}
        onChange={setEffective}
        error={error('effectiveOn')}
      />
      <p>{t.rest(`${Math.round(rest * 100) / 100}%`)}</p>
    </FormDialog>
  )
}
