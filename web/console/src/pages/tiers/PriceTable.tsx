import { defineMessages, useMessages } from '@shared/i18n'
import { Fen } from '@shared/money'
import { Badge, Button, DataTable, Empty, QueryView } from '@shared/ui'
import { useState } from 'react'
import { PriceDialog } from './PriceDialog'
import { type PricedTier, useTierPrices } from './queries'

const messages = defineMessages({
  zh: {
    caption: (name: string) => `${name}的会费`,
    tier: '等级',
    price: '现价',
    own: '本地价',
    headquarters: '总部价',
    bounds: '政策允许',
    noBounds: '分舵不可自定',
    inactive: '停用',
    action: '操作',
    set: '设置本地价',
    none: '没有出售的会员等级',
  },
  en: {
    caption: (name: string) => `Prices at ${name}`,
    tier: 'Tier',
    price: 'Price now',
    own: 'Own price',
    headquarters: 'Headquarters’',
    bounds: 'The policy allows',
    noBounds: 'Not for the chapter to say',
    inactive: 'No longer to be had',
    action: 'Action',
    set: 'Set own price',
    none: 'No tier is for sale',
  },
})

/** What tiers cost at a chapter, and what it may make of that. */
export function PriceTable({ chapter }: { chapter: { id: string; name: string } }) {
  const t = useMessages(messages)
  const prices = useTierPrices(chapter.id)
  const [open, setOpen] = useState<PricedTier | null>(null)
  return (
    <QueryView query={prices} rows={3}>
      {rows => (
        <>
          <DataTable
            caption={t.caption(chapter.name)}
            rows={rows}
            rowKey={({ tier }) => tier.code}
            empty={<Empty title={t.none} />}
            columns={[
              {
                key: 'tier',
                title: t.tier,
                render: ({ tier }) => (
                  <>
                    {tier.name} {tier.active ? null : <Badge tone="neutral">{t.inactive}</Badge>}
                  </>
                ),
              },
              { key: 'price', title: t.price, align: 'end', render: ({ at }) => <Fen of={at.price} /> },
              { key: 'own', title: t.own, align: 'end', render: ({ at }) => <Fen of={at.own} /> },
              {
                key: 'headquarters',
                title: t.headquarters,
                align: 'end',
                render: ({ tier }) => <Fen of={tier.price} />,
              },
              {
                key: 'bounds',
                title: t.bounds,
                render: ({ at }) =>
                  at.min === null || at.max === null ? (
                    t.noBounds
                  ) : (
                    <>
                      <Fen of={at.min} /> – <Fen of={at.max} />
                    </>
                  ),
              },
              {
                key: 'action',
                title: t.action,
                render: row =>
                  row.at.viewerCanSet ? (
                    <Button
                      size="s"
                      icon="edit"
                      aria-label={`${t.set} ${row.tier.name}`}
                      onClick={() => setOpen(row)}
                    >
                      {t.set}
                    </Button>
                  ) : (
                    '—'
                  ),
              },
            ]}
          />
          {open ? <PriceDialog chapter={chapter} priced={open} onClose={() => setOpen(null)} /> : null}
        </>
      )}
    </QueryView>
  )
}
