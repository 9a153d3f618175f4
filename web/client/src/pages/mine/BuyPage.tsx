import { execute } from '@shared/api'
import { defineMessages, useLanguage, useMessages } from '@shared/i18n'
import { CONTRACT_VERSION, Contract, fenText, forSale, priceOf, tierTitle } from '@shared/money'
import { Button, Empty, FaultNotice, Notice, QueryView, RadioGroup, UserErrors } from '@shared/ui'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useNavigate } from 'react-router'
import { BuyDocument } from '../../gql/mine/graphql'
import { useContact } from '../../offline'
import { NeedsNetwork } from '../../shell/NeedsNetwork'
import { useIntent } from '../../shell/useIntent'
import { MyPage } from './MyPage'
import { mayBuy, type Way, waysToBuy } from './offers'
import { type Me, type OfferedToMe, readMineAgain, useTiersForMe } from './queries'

const messages = defineMessages({
  zh: {
    title: '购买会籍',
    tier: '等级',
    none: '目前没有可购买的等级',
    offer: (days: number, price: string) => `${days} 天，${price}`,
    benefits: '权益',
    way: '方式',
    ways: { PURCHASE: '从今天起生效', RENEWAL: '接在现有会籍之后', UPGRADE: '立即升级，抵扣剩余天数' },
    price: '以上为总部定价；您归属分舵的价格在下单后显示，确认金额后再支付。',
    upgrade: '升级抵扣的金额在下单后显示，确认后再支付。',
    open: '下单',
    needContract: '请先阅读并同意协议。',
    refunding: '退款处理期间不能购买。',
  },
  en: {
    title: 'Buy a membership',
    tier: 'Tier',
    none: 'No tier is for sale',
    offer: (days: number, price: string) => `${days} days, ${price}`,
    benefits: 'What you enjoy',
    way: 'How',
    ways: {
      PURCHASE: 'From today on',
      RENEWAL: 'After what you have',
      UPGRADE: 'Now, with the days left taken off',
    },
    price: 'These are headquarters’ prices. Your chapter’s is shown with the order, before you pay anything.',
    upgrade: 'What is taken off is shown with the order, before you pay anything.',
    open: 'Open the order',
    needContract: 'Read the contract and agree to it first.',
    refunding: 'Nothing can be bought while a refund is decided.',
  },
})

/** Chooses a tier and opens an order. Nothing is paid here: the order says what it comes to. */
export function BuyPage() {
  const t = useMessages(messages)
  return (
    <MyPage title={t.title} below>
      {me => <Offers me={me} />}
    </MyPage>
  )
}

function Offers({ me }: { me: Me }) {
  const t = useMessages(messages)
  const tiers = useTiersForMe(me.home?.id ?? null)
  if (!mayBuy(me.standing)) return <Notice tone="warn">{t.refunding}</Notice>
  return (
    <QueryView query={tiers} rows={4}>
      {all => {
        const offered = forSale(all)
        if (offered.length === 0) return <Empty title={t.none} />
        return <Form me={me} offered={offered} all={all} />
      }}
    </QueryView>
  )
}

interface FormProps {
  me: Me
  offered: readonly OfferedToMe[]
  all: readonly OfferedToMe[]
}

interface Order {
  member: string
  tier: string
  upgrade: boolean
  contractVersion: string
}

function Form({ me, offered, all }: FormProps) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const { online } = useContact()
  const [code, setCode] = useState(offered.find(each => each.code === me.tierCode)?.code ?? offered[0]?.code)
  const [chosen, setChosen] = useState<Way | null>(null)
  const [agreed, setAgreed] = useState(false)
  const [tried, setTried] = useState(false)
  const tier = offered.find(each => each.code === code)
  const ways = tier ? waysToBuy(me, tier, all) : []
  const way = ways.find(each => each === chosen) ?? ways[0]
  const intent = useIntent(
    async (input: Order & { requestKey: string }) => (await execute(BuyDocument, { input })).orderOpen,
    ({ order }) => {
      readMineAgain(queries)
      void navigate(order ? `/mine/orders/${order.id}` : '/mine/orders', { replace: true })
    },
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (!agreed || !tier || !online || intent.busy) return
    const upgrade = way === 'UPGRADE'
    intent.run({ member: me.id, tier: tier.code, upgrade, contractVersion: CONTRACT_VERSION })
  }
  return (
    <form className="form" onSubmit={submit}>
      <RadioGroup
        legend={t.tier}
        value={code ?? null}
        onChange={setCode}
        options={offered.map(each => ({
          value: each.code,
          label: tierTitle(language, each),
          hint: t.offer(each.days, fenText(priceOf(each) ?? '0', language)),
        }))}
      />
      {tier && tier.benefits.length > 0 ? (
        <div>
          <p className="soft">{t.benefits}</p>
          <ul className="mine-benefits">
            {tier.benefits.map(benefit => (
              <li key={benefit}>{benefit}</li>
            ))}
          </ul>
        </div>
      ) : null}
      {way ? (
        <RadioGroup<Way>
          legend={t.way}
          value={way}
          onChange={setChosen}
          options={ways.map(value => ({ value, label: t.ways[value] }))}
        />
      ) : null}
      {tier && !tier.priceAt ? <p className="soft">{t.price}</p> : null}
      {way === 'UPGRADE' ? <p className="soft">{t.upgrade}</p> : null}
      <Contract checked={agreed} onChange={setAgreed} error={tried && !agreed ? t.needContract : undefined} />
      <UserErrors errors={intent.errors} />
      {intent.fault ? <FaultNotice error={intent.fault} /> : null}
      {online ? null : <NeedsNetwork what="money" />}
      <Button type="submit" variant="primary" size="l" busy={intent.busy} disabled={!online}>
        {t.open}
      </Button>
    </form>
  )
}
