import { defineMessages, numberText, useLanguage, useMessages } from '@shared/i18n'
import { Fen, tierKindName } from '@shared/money'
import { Badge, Button, DataTable, Page, QueryView, Section } from '@shared/ui'
import { useState } from 'react'
import { ChapterPicker } from '../chapters/pick/ChapterPicker'
import type { FoundChapter } from '../chapters/pick/pick'
import { PriceTable } from './PriceTable'
import { type TierFacts, useTiers } from './queries'
import { TierDialog } from './TierDialog'
import './tiers.css'

const messages = defineMessages({
  zh: {
    title: '会员等级',
    add: '新增等级',
    all: '全部等级',
    name: '名称',
    code: '代码',
    kind: '类型',
    days: '天数',
    price: '总部价',
    notSold: '不出售',
    rank: '高低',
    benefits: '权益',
    state: '状态',
    active: '在用',
    inactive: '停用',
    action: '操作',
    edit: '修改',
    at: '某个分舵的价格',
    chapter: '分舵',
    chapterHint: '按名称、拼音或区划代码查找',
    atHint: '选一个分舵，查看会员在那里实际支付的价格。',
  },
  en: {
    title: 'Tiers',
    add: 'Add a tier',
    all: 'All tiers',
    name: 'Name',
    code: 'Code',
    kind: 'Kind',
    days: 'Days',
    price: 'Price',
    notSold: 'Not for sale',
    rank: 'Rank',
    benefits: 'Benefits',
    state: 'State',
    active: 'In use',
    inactive: 'No longer to be had',
    action: 'Action',
    edit: 'Change',
    at: 'Prices at a chapter',
    chapter: 'Chapter',
    chapterHint: 'By name, pinyin or division code',
    atHint: 'Choose a chapter to see what members pay there.',
  },
})

/** The tiers that headquarters keeps, and what they cost at a chapter. */
export default function TiersPage() {
  const t = useMessages(messages)
  const tiers = useTiers()
  const [open, setOpen] = useState<TierFacts | 'new' | null>(null)
  const mayAdd = tiers.data?.headquarters?.viewerCan.includes('TIER_MANAGE') ?? false
  return (
    <Page
      title={t.title}
      actions={
        mayAdd ? (
          <Button icon="plus" onClick={() => setOpen('new')}>
            {t.add}
          </Button>
        ) : null
      }
    >
      <QueryView query={tiers} rows={6}>
        {({ tiers }) => (
          <Section title={t.all}>
            <TierTable tiers={tiers} onEdit={setOpen} />
          </Section>
        )}
      </QueryView>
      <Prices />
      {open ? <TierDialog tier={open === 'new' ? null : open} onClose={() => setOpen(null)} /> : null}
    </Page>
  )
}

function TierTable({ tiers, onEdit }: { tiers: TierFacts[]; onEdit: (tier: TierFacts) => void }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  return (
    <DataTable
      caption={t.all}
      rows={tiers}
      rowKey={tier => tier.code}
      columns={[
        {
          key: 'name',
          title: t.name,
          render: tier => (
            <>
              {tier.name} <code className="tiers-code">{tier.code}</code>
            </>
          ),
        },
        { key: 'kind', title: t.kind, render: tier => tierKindName(language, tier.kind) },
        { key: 'days', title: t.days, align: 'end', render: tier => numberText(tier.days, language) },
        {
          key: 'price',
          title: t.price,
          align: 'end',
          render: tier => (tier.price === null ? t.notSold : <Fen of={tier.price} />),
        },
        { key: 'rank', title: t.rank, align: 'end', render: tier => tier.rank },
        {
          key: 'benefits',
          title: t.benefits,
          render: tier => tier.benefits.join(language === 'zh' ? '；' : '; ') || '—',
        },
        {
          key: 'state',
          title: t.state,
          render: tier => (
            <Badge tone={tier.active ? 'good' : 'neutral'}>{tier.active ? t.active : t.inactive}</Badge>
          ),
        },
        {
          key: 'action',
          title: t.action,
          render: tier =>
            tier.viewerCanSave ? (
              <Button size="s" icon="edit" aria-label={`${t.edit} ${tier.name}`} onClick={() => onEdit(tier)}>
                {t.edit}
              </Button>
            ) : (
              '—'
            ),
        },
      ]}
    />
  )
}

function Prices() {
  const t = useMessages(messages)
  const [chapter, setChapter] = useState<FoundChapter | null>(null)
  return (
    <Section title={t.at}>
      <p className="soft">{t.atHint}</p>
      <div className="tiers-picker">
        <ChapterPicker label={t.chapter} hint={t.chapterHint} value={chapter} onChange={setChapter} />
      </div>
      {chapter ? <PriceTable key={chapter.id} chapter={chapter} /> : null}
    </Section>
  )
}
