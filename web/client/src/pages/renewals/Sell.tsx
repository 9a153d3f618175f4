import { execute } from '@shared/api'
import { defineMessages, useLanguage, useMessages } from '@shared/i18n'
import { CONTRACT_VERSION, Contract, fenText, forSale, priceOf, tierTitle } from '@shared/money'
import { Button, Empty, FaultNotice, QueryView, RadioGroup, UserErrors, useToast } from '@shared/ui'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { SellTermDocument, type TiersOnSaleQuery } from '../../gql/renewals/graphql'
import { useIntent } from '../../shell/useIntent'
import { type Buyer, useTiersOnSale } from './queries'

const messages = defineMessages({
  zh: {
    tier: '等级',
    none: '目前没有可购买的等级',
    days: (days: number, price: string) => `${days} 天，${price}`,
    open: '开单',
    needContract: '会员须先同意协议。',
    done: '已开单，30 分钟内有效',
  },
  en: {
    tier: 'Tier',
    none: 'No tier is for sale',
    days: (days: number, price: string) => `${days} days, ${price}`,
    open: 'Open the order',
    needContract: 'The member has to agree first.',
    done: 'The order is open for 30 minutes',
  },
})

/** Opens an order for a member, at the price of the member's home. */
export function Sell({ member, home }: { member: Buyer; home: string }) {
  const t = useMessages(messages)
  const tiers = useTiersOnSale(home)
  return (
    <QueryView query={tiers} rows={3}>
      {all => {
        const offered = forSale(all)
        if (offered.length === 0) return <Empty title={t.none} />
        return <Form member={member} offered={offered} />
      }}
    </QueryView>
  )
}

function Form({ member, offered }: { member: Buyer; offered: TiersOnSaleQuery['tiers'] }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const toast = useToast()
  const queries = useQueryClient()
  const same = offered.find(tier => tier.code === member.tierCode) ?? offered[0]
  const [tier, setTier] = useState(same?.code ?? '')
  const [agreed, setAgreed] = useState(false)
  const [tried, setTried] = useState(false)
  const intent = useIntent(
    async (input: { member: string; tier: string; contractVersion: string; requestKey: string }) =>
      (await execute(SellTermDocument, { input })).orderOpen,
    () => {
      toast({ tone: 'good', text: t.done })
      setAgreed(false)
      setTried(false)
      void queries.invalidateQueries({ queryKey: ['sold', member.id] })
    },
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (agreed && !intent.busy) intent.run({ member: member.id, tier, contractVersion: CONTRACT_VERSION })
  }
  return (
    <form className="form" onSubmit={submit}>
      <RadioGroup
        legend={t.tier}
        value={tier}
        onChange={setTier}
        options={offered.map(each => ({
          value: each.code,
          label: tierTitle(language, each),
          hint: t.days(each.days, fenText(priceOf(each) ?? '0', language)),
        }))}
      />
      <Contract
        forMember
        checked={agreed}
        onChange={setAgreed}
        error={tried && !agreed ? t.needContract : undefined}
      />
      <UserErrors errors={intent.errors} />
      {intent.fault ? <FaultNotice error={intent.fault} /> : null}
      <Button type="submit" variant="primary" busy={intent.busy}>
        {t.open}
      </Button>
    </form>
  )
}
