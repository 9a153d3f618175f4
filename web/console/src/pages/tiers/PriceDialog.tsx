import { execute } from '@shared/api'
import { defineMessages, useLanguage, useMessages } from '@shared/i18n'
import { fenText, MoneyInput } from '@shared/money'
import { KeyValue, useToast } from '@shared/ui'
import { useState } from 'react'
import { SetTierPriceDocument, type TierPriceSetInput } from '../../gql/graphql'
import { fieldError, useIntent } from '../chapters/changes/useIntent'
import { FormDialog } from '../money/FormDialog'
import type { PricedTier } from './queries'

const messages = defineMessages({
  zh: {
    title: (tier: string, chapter: string) => `${chapter}：${tier}本地价`,
    now: '现价',
    bounds: '政策允许',
    none: '政策没有给分舵自定价格的范围',
    price: '本地价',
    hint: '留空即取消本地价，按总部价收取。',
    consequence: '只用于之后的订单；已开的订单不变。',
    confirm: '保存',
    done: '本地价已保存',
  },
  en: {
    title: (tier: string, chapter: string) => `${chapter}: own price of ${tier}`,
    now: 'Price now',
    bounds: 'The policy allows',
    none: 'No policy lets chapters set a price',
    price: 'Own price',
    hint: 'Left empty the chapter takes its own back, and headquarters’ holds.',
    consequence: 'It is for orders from now on; those that were opened stay.',
    confirm: 'Save',
    done: 'The price is saved',
  },
})

interface PriceDialogProps {
  chapter: { id: string; name: string }
  priced: PricedTier
  onClose: () => void
}

/** Sets what a tier costs at a chapter, or takes the chapter's own price back. */
export function PriceDialog({ chapter, priced: { tier, at }, onClose }: PriceDialogProps) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const toast = useToast()
  const [price, setPrice] = useState(at.own)
  const intent = useIntent({
    perform: async (input: TierPriceSetInput) =>
      (await execute(SetTierPriceDocument, { input })).tierPriceSet,
    onDone: () => {
      toast({ tone: 'good', text: t.done })
      onClose()
    },
  })
  const bounds =
    at.min !== null && at.max !== null
      ? `${fenText(at.min, language)} – ${fenText(at.max, language)}`
      : t.none
  return (
    <FormDialog
      title={t.title(tier.name, chapter.name)}
      confirm={t.confirm}
      ready={price !== at.own}
      intent={intent}
      fields={['price']}
      onSubmit={() => intent.run({ chapter: chapter.id, tier: tier.code, price })}
      onClose={onClose}
    >
      <KeyValue
        items={[
          { label: t.now, value: fenText(at.price, language) },
          { label: t.bounds, value: bounds },
        ]}
      />
      <MoneyInput
        label={t.price}
        hint={t.hint}
        value={price}
        onChange={setPrice}
        error={fieldError(intent.errors, 'price', language)}
      />
      <p>{t.consequence}</p>
    </FormDialog>
  )
}
