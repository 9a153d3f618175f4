import { execute } from '@shared/api'
import { defineMessages, useMessages } from '@shared/i18n'
import { Day } from '@shared/members'
import { Badge, Button, DataTable, Empty, Page, QueryView, Section } from '@shared/ui'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { SplitRulesDocument, type SplitRulesQuery } from '../../../gql/graphql'
import { useRights } from '../../../shell/useRights'
import { MoneyNav } from '../MoneyNav'
import { rateText } from '../order/split'
import { SplitDialog } from './SplitDialog'

const messages = defineMessages({
  zh: {
    title: '分账规则',
    all: '各版本',
    hint: '订单按下单当日生效的版本分账，之后不再改变。',
    none: '没有分账规则',
    set: '新版本',
    version: '版本',
    chapter: '分舵',
    promoter: '推广人',
    headquarters: '总部',
    cash: '推广人现金分成',
    on: '开启',
    off: '关闭',
    effective: '生效日',
    inForce: '现行',
    always: '一开始',
  },
  en: {
    title: 'Split',
    all: 'Versions',
    hint: 'An order is split by the version in force when it was opened, for good.',
    none: 'There is no rule',
    set: 'New version',
    version: 'Version',
    chapter: 'Chapter',
    promoter: 'Promoter',
    headquarters: 'Headquarters',
    cash: 'Cash for promoters',
    on: 'On',
    off: 'Off',
    effective: 'In force from',
    inForce: 'In force',
    always: 'The beginning',
  },
})

type Rule = SplitRulesQuery['splitRules'][number]

/** From when on the rule holds that there was before anybody set one. */
const EVER = '1970-01-01'

/** The whole of a price, in 1/10,000. */
const ALL = 10_000

/** The rules by which prices are split, the newest first. */
export default function SplitPage() {
  const t = useMessages(messages)
  const may = useRights()
  const [setting, setSetting] = useState(false)
  const rules = useQuery({
    queryKey: ['split-rules'],
    queryFn: async ({ signal }) => (await execute(SplitRulesDocument, {}, { signal })).splitRules,
  })
  return (
    <Page
      title={t.title}
      actions={
        may('SETTLEMENT_MANAGE', 'headquarters') ? (
          <Button icon="plus" onClick={() => setSetting(true)}>
            {t.set}
          </Button>
        ) : null
      }
    >
      <MoneyNav />
      <Section title={t.all}>
        <p className="soft">{t.hint}</p>
        <QueryView query={rules} rows={3}>
          {rows => <Rules rules={rows} />}
        </QueryView>
      </Section>
      {setting ? <SplitDialog onClose={() => setSetting(false)} /> : null}
    </Page>
  )
}

function Rules({ rules }: { rules: readonly Rule[] }) {
  const t = useMessages(messages)
  return (
    <DataTable
      caption={t.all}
      rows={rules}
      rowKey={rule => rule.version}
      empty={<Empty title={t.none} />}
      columns={[
        {
          key: 'version',
          title: t.version,
          render: rule => (
            <>
              {rule.version} {rule.isInForce ? <Badge tone="good">{t.inForce}</Badge> : null}
            </>
          ),
        },
        {
          key: 'effective',
          title: t.effective,
          render: rule => (rule.effectiveOn === EVER ? t.always : <Day on={rule.effectiveOn} />),
        },
        { key: 'chapter', title: t.chapter, align: 'end', render: rule => rateText(rule.chapterRate) },
        {
          key: 'promoter',
          title: t.promoter,
          align: 'end',
          render: rule => (rule.promoterCash ? rateText(rule.promoterRate) : '—'),
        },
        {
          key: 'headquarters',
          title: t.headquarters,
          align: 'end',
          render: rule => rateText(ALL - rule.chapterRate - (rule.promoterCash ? rule.promoterRate : 0)),
        },
        { key: 'cash', title: t.cash, render: rule => (rule.promoterCash ? t.on : t.off) },
      ]}
    />
  )
}
