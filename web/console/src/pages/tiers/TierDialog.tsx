import { execute } from '@shared/api'
import { defineMessages, useLanguage, useMessages } from '@shared/i18n'
import { MoneyInput, tierKindName } from '@shared/money'
import { Checkbox, KeyValue, NumberInput, Select, TextArea, TextInput, useToast } from '@shared/ui'
import { useState } from 'react'
import { SaveTierDocument, type TierSaveInput } from '../../gql/graphql'
import { fieldError, useIntent } from '../chapters/changes/useIntent'
import { FormDialog } from '../money/FormDialog'
import type { TierFacts } from './queries'
import { formOf, NEW_TIER, type TierForm, tierInput } from './tierForm'

const messages = defineMessages({
  zh: {
    add: '新增会员等级',
    change: (name: string) => `修改会员等级：${name}`,
    code: '代码',
    codeHint: '小写英文字母开头，可用数字和下划线；保存后不能改',
    kind: '类型',
    kindHint: '保存后不能改',
    name: '名称',
    days: '天数',
    daysHint: '购买、兑换或赠予一次得到的天数',
    price: '总部价',
    priceHint: '留空即不出售。分舵可在政策允许的范围内另定本地价。',
    rank: '高低',
    rankHint: '数字越大等级越高；只能往高升级',
    benefits: '权益',
    benefitsHint: '一行一条，最多 20 条',
    active: '在用：可以购买、兑换或赠予',
    consequence: '已有的会期不受影响；新价格只用于之后的订单。',
    confirm: '保存',
    done: '会员等级已保存',
    version: '版本',
  },
  en: {
    add: 'Add a tier',
    change: (name: string) => `Change the tier: ${name}`,
    code: 'Code',
    codeHint: 'Lower-case letters first, then also digits and underscores; it never changes',
    kind: 'Kind',
    kindHint: 'It never changes',
    name: 'Name',
    days: 'Days',
    daysHint: 'What one purchase, card or grant brings',
    price: 'Headquarters’ price',
    priceHint: 'Left empty it is not for sale. Chapters may set their own within what the policy allows.',
    rank: 'Rank',
    rankHint: 'Higher is better; an upgrade goes up',
    benefits: 'Benefits',
    benefitsHint: 'One to a line, 20 at most',
    active: 'In use: it can be bought, redeemed or granted',
    consequence: 'Terms that stand are not touched; a new price is for orders from now on.',
    confirm: 'Save',
    done: 'The tier is saved',
    version: 'Version',
  },
})

const FIELDS = ['code', 'name', 'days', 'price', 'rank', 'benefits']

/** What headquarters may add; the others are built in, each once. */
const ADDABLE = ['ANNUAL', 'GRANTED', 'CUSTOM'] as const

/** Adds a tier, or changes one that was read. */
export function TierDialog({ tier, onClose }: { tier: TierFacts | null; onClose: () => void }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const toast = useToast()
  const [form, setForm] = useState<TierForm>(tier ? formOf(tier) : NEW_TIER)
  const set = (change: Partial<TierForm>) => setForm({ ...form, ...change })
  // The version is that of what was read when the dialog opened: whoever changes it meanwhile is not overwritten.
  const [version] = useState(tier?.version)
  const input = tierInput(form, version)
  const intent = useIntent({
    perform: async (input: TierSaveInput) => (await execute(SaveTierDocument, { input })).tierSave,
    onDone: () => {
      toast({ tone: 'good', text: t.done })
      onClose()
    },
  })
  const error = (field: string) => fieldError(intent.errors, field, language)
  return (
    <FormDialog
      title={tier ? t.change(tier.name) : t.add}
      confirm={t.confirm}
      ready={input !== null}
      intent={intent}
      fields={FIELDS}
      onSubmit={() => input && intent.run(input)}
      onClose={onClose}
    >
      {tier ? (
        <KeyValue
          items={[
            { label: t.code, value: <code>{tier.code}</code> },
            { label: t.kind, value: tierKindName(language, tier.kind) },
            { label: t.version, value: tier.version },
          ]}
        />
      ) : (
        <>
          <TextInput
            label={t.code}
            hint={t.codeHint}
            required
            maxLength={40}
            spellCheck={false}
            value={form.code}
            onChange={code => set({ code })}
            error={error('code')}
          />
          <Select
            label={t.kind}
            hint={t.kindHint}
            value={form.kind}
            onChange={kind => set({ kind })}
            options={ADDABLE.map(value => ({ value, label: tierKindName(language, value) }))}
          />
        </>
      )}
      <TextInput
        label={t.name}
        required
        maxLength={40}
        value={form.name}
        onChange={name => set({ name })}
        error={error('name')}
      />
      <NumberInput
        label={t.days}
        hint={t.daysHint}
        required
        step={1}
        min={0}
        value={form.days}
        onChange={days => set({ days })}
        error={error('days')}
      />
      <MoneyInput
        label={t.price}
        hint={t.priceHint}
        value={form.price}
        onChange={price => set({ price })}
        error={error('price')}
      />
      <NumberInput
        label={t.rank}
        hint={t.rankHint}
        required
        step={1}
        min={0}
        value={form.rank}
        onChange={rank => set({ rank })}
        error={error('rank')}
      />
      <TextArea
        label={t.benefits}
        hint={t.benefitsHint}
        rows={3}
        value={form.benefits}
        onChange={benefits => set({ benefits })}
        error={error('benefits')}
      />
      <Checkbox label={t.active} checked={form.active} onChange={active => set({ active })} />
      <p>{t.consequence}</p>
    </FormDialog>
  )
}
