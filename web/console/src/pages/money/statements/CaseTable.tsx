import { execute } from '@shared/api'
import { defineMessages, shareText, useLanguage, useMessages } from '@shared/i18n'
import { Fen, fenText, outsideLevelName, territoryCaseStateName, territoryRulingName } from '@shared/money'
import { Badge, Button, DataTable, Time } from '@shared/ui'
import { type ReactNode, useState } from 'react'
import { Link } from 'react-router'
import {
  DismissTerritoryCaseDocument,
  RuleTerritoryCaseDocument,
  type TerritoryCaseFactsFragment,
} from '../../../gql/graphql'
import { TextDialog } from '../TextDialog'
import '../money.css'

const messages = defineMessages({
  zh: {
    month: '月份',
    chapter: '分舵',
    sales: '销售额',
    outside: '跨区',
    share: '跨区分成',
    level: '程度',
    ruling: '裁定',
    action: '操作',
    rule: '裁定违规',
    dismiss: '不予追究',
    ruleText: (amount: string) =>
      `跨区销售的分成 ${amount} 将划给买家所在区域的分舵。处理轻重由系统按最近 12 个月的次数决定：第一次警告，第二次另追回一倍，第三次建议停职。`,
    dismissText: '此案结束，分成不变。',
    reason: '理由',
    reasonHint: '会写入审计日志，分舵能看到',
    ruled: '已裁定',
    dismissed: '已结案，不予追究',
    moved: (moved: string, back: string) => `划转 ${moved}，追回 ${back}`,
    advised: '建议停职',
  },
  en: {
    month: 'Month',
    chapter: 'Chapter',
    sales: 'Sales',
    outside: 'Outside',
    share: 'Earned outside',
    level: 'Level',
    ruling: 'Ruling',
    action: 'Action',
    rule: 'Rule against it',
    dismiss: 'Dismiss',
    ruleText: (amount: string) =>
      `The ${amount} earned outside go to the chapters where the buyers live. How hard it is follows from the last 12 months: a warning first, then as much again is clawed back, then suspension is advised.`,
    dismissText: 'The case is over, and what was earned stays.',
    reason: 'Reason',
    reasonHint: 'It is logged, and the chapter can read it',
    ruled: 'Ruled on',
    dismissed: 'Dismissed',
    moved: (moved: string, back: string) => `${moved} moved, ${back} clawed back`,
    advised: 'Suspension is advised',
  },
})

interface CaseTableProps {
  caption: string
  cases: readonly TerritoryCaseFactsFragment[]
  empty: ReactNode
}

/** Months in which chapters sold much to buyers who live in another's territory. */
export function CaseTable({ caption, cases, empty }: CaseTableProps) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  return (
    <DataTable
      caption={caption}
      rows={cases}
      rowKey={found => found.id}
      empty={empty}
      columns={[
        { key: 'month', title: t.month, render: found => found.month },
        {
          key: 'chapter',
          title: t.chapter,
          render: ({ chapter, chapterId }) =>
            chapter ? <Link to={`/chapters/${chapter.id}`}>{chapter.name}</Link> : chapterId,
        },
        { key: 'sales', title: t.sales, align: 'end', render: found => <Fen of={found.sales} /> },
        {
          key: 'outside',
          title: t.outside,
          align: 'end',
          render: found => (
            <>
              <Fen of={found.outside} />{' '}
              <span className="soft">{shareText(Number(found.outside), Number(found.sales), language)}</span>
            </>
          ),
        },
        { key: 'share', title: t.share, align: 'end', render: found => <Fen of={found.share} /> },
        {
          key: 'level',
          title: t.level,
          render: found => (
            <Badge tone={found.level === 'CASE' ? 'bad' : 'warn'}>
              {outsideLevelName(language, found.level)}
            </Badge>
          ),
        },
        { key: 'ruling', title: t.ruling, render: found => <Ruling of={found} /> },
        { key: 'action', title: t.action, render: found => <CaseActions of={found} /> },
      ]}
    />
  )
}

function Ruling({ of }: { of: TerritoryCaseFactsFragment }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  if (of.state === null) return '—'
  return (
    <>
      {of.ruling ? territoryRulingName(language, of.ruling) : territoryCaseStateName(language, of.state)}
      {of.moved !== null ? (
        <p className="soft">
          {t.moved(fenText(of.moved, language), fenText(of.clawedBack ?? '0', language))}
        </p>
      ) : null}
      {of.suspensionAdvised ? <Badge tone="bad">{t.advised}</Badge> : null}
      {of.reason ? (
        <p className="soft">
          {of.reason} {of.decidedBy?.name} {of.decidedAt ? <Time at={of.decidedAt} /> : null}
        </p>
      ) : null}
    </>
  )
}

function CaseActions({ of: found }: { of: TerritoryCaseFactsFragment }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const [open, setOpen] = useState<'rule' | 'dismiss' | null>(null)
  const close = () => setOpen(null)
  if (!found.viewerCanRule) return '—'
  const shared = { label: t.reason, hint: t.reasonHint, field: 'reason', onClose: close }
  return (
    <div className="money-actions">
      <Button size="s" onClick={() => setOpen('rule')}>
        {t.rule}
      </Button>
      <Button size="s" onClick={() => setOpen('dismiss')}>
        {t.dismiss}
      </Button>
      {open === 'rule' ? (
        <TextDialog
          {...shared}
          title={t.rule}
          confirm={t.rule}
          danger
          done={t.ruled}
          perform={async ({ text, requestKey }) => {
            const input = { id: found.id, reason: text, requestKey }
            return (await execute(RuleTerritoryCaseDocument, { input })).territoryCaseRule
          }}
        >
          <p>{t.ruleText(fenText(found.share, language))}</p>
        </TextDialog>
      ) : null}
      {open === 'dismiss' ? (
        <TextDialog
          {...shared}
          title={t.dismiss}
          confirm={t.dismiss}
          done={t.dismissed}
          perform={async ({ text, requestKey }) => {
            const input = { id: found.id, reason: text, requestKey }
            return (await execute(DismissTerritoryCaseDocument, { input })).territoryCaseDismiss
          }}
        >
          <p>{t.dismissText}</p>
        </TextDialog>
      ) : null}
    </div>
  )
}
