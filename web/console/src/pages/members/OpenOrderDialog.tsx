import { execute } from '@shared/api'
import { defineMessages, useLanguage, useMessages } from '@shared/i18n'
import { CONTRACT_VERSION, Contract, fenText } from '@shared/money'
import { Checkbox, Empty, QueryView, RadioGroup, useToast } from '@shared/ui'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { OpenOrderDocument, type OrderOpenInput } from '../../gql/graphql'
import { useIntent } from '../chapters/changes/useIntent'
import { FormDialog } from '../money/FormDialog'
import { type PricedTier, useTierPrices } from '../tiers/queries'
import type { MemberFacts } from './queries'

const messages = defineMessages({
  zh: {
    title: '代会员下订单',
    tier: '会员等级',
    none: '没有出售的会员等级',
    upgrade: '升级：取代当前会期，未用天数折抵',
    consequence: '订单等待支付半小时；会员此前未支付的订单会被取消。价格为归属分舵现价。',
    confirm: '下订单',
    done: '订单已下，等待支付',
  },
  en: {
    title: 'Open an order for the member',
    tier: 'Tier',
    none: 'No tier is for sale',
    upgrade: 'An upgrade: in place of the term that runs, whose unused days are credited',
    consequence:
      'It waits half an hour for its payment; what was opened before and not paid is called off. The price is that of the home.',
    confirm: 'Open',
    done: 'The order is open and waits for its payment',
  },
})

/** Opens an order for a member, at the price of the member's home. */
export function OpenOrderDialog({ member, onClose }: { member: MemberFacts; onClose: () => void }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const toast = useToast()
  const navigate = useNavigate()
  const prices = useTierPrices(member.home?.id ?? '')
  const [chosen, setChosen] = useState<string | null>(null)
  const [upgrade, setUpgrade] = useState(false)
  const [agreed, setAgreed] = useState(false)
  const intent = useIntent({
    perform: async (input: OrderOpenInput) => (await execute(OpenOrderDocument, { input })).orderOpen,
    onDone: ({ order }) => {
      toast({ tone: 'good', text: t.done })
      onClose()
      if (order) void navigate(`/money/orders/${order.id}`)
    },
  })
  const sold = prices.data?.filter(({ tier }) => tier.active) ?? []
  const tier = chosen ?? sold[0]?.tier.code ?? null
  const submit = () => {
    if (tier === null) return
    intent.run({ member: member.id, tier, upgrade, contractVersion: CONTRACT_VERSION })
  }
  return (
    <FormDialog
      title={t.title}
      confirm={t.confirm}
      ready={tier !== null && agreed}
      intent={intent}
      onSubmit={submit}
      onClose={onClose}
    >
      <QueryView query={prices} rows={2} empty={() => sold.length === 0} whenEmpty={<Empty title={t.none} />}>
        {() => (
          <RadioGroup
            legend={t.tier}
            value={tier ?? ''}
            onChange={setChosen}
            options={sold.map(({ tier, at }: PricedTier) => ({
              value: tier.code,
              label: `${tier.name} · ${fenText(at.price, language)}`,
            }))}
          />
        )}
      </QueryView>
      <Checkbox label={t.upgrade} checked={upgrade} onChange={setUpgrade} />
      <Contract forMember checked={agreed} onChange={setAgreed} />
      <p>{t.consequence}</p>
    </FormDialog>
  )
}
