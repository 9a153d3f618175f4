import { execute } from '@shared/api'
import { defineMessages, numberText, useLanguage, useMessages } from '@shared/i18n'
import { pointsReasonName } from '@shared/money'
import {
  Button,
  ConfirmDialog,
  Empty,
  FaultNotice,
  NumberInput,
  QueryView,
  Section,
  Time,
  UserErrors,
  useToast,
} from '@shared/ui'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { CheckInDocument, type MyPointsQuery, SpendPointsDocument } from '../../gql/mine/graphql'
import { useContact } from '../../offline'
import { More } from '../../shell/More'
import { useIntent } from '../../shell/useIntent'
import { MyPage } from './MyPage'
import { daysFor, hasCheckedIn, POINTS_A_DAY } from './points'
import { readMineAgain, useMyPoints } from './queries'

const messages = defineMessages({
  zh: {
    title: '我的积分',
    balance: '可用积分',
    checkIn: '今日签到',
    checked: '今天已签到',
    gained: '签到成功',
    spend: '兑换会籍天数',
    rate: `${POINTS_A_DAY} 积分兑换 1 天`,
    most: (days: number) => `最多可兑换 ${days} 天`,
    days: '天数',
    unit: '天',
    wrong: (most: number) => `请填写 1 到 ${most} 的整数。`,
    tooFew: '积分还不够兑换一天。',
    do: '兑换',
    sure: (days: number, points: string) => `用 ${points} 积分兑换 ${days} 天会籍，不能撤回。`,
    done: '兑换成功，会籍已延长',
    entries: '明细',
    none: '还没有积分记录',
    offline: '签到和兑换须联网进行。',
    expire: '积分 24 个月后到期，先得先用。',
  },
  en: {
    title: 'My points',
    balance: 'Points to spend',
    checkIn: 'Sign in for today',
    checked: 'Signed in today',
    gained: 'Signed in',
    spend: 'Turn into days',
    rate: `${POINTS_A_DAY} points are a day`,
    most: (days: number) => `${days} days at most`,
    days: 'Days',
    unit: 'days',
    wrong: (most: number) => `A whole number from 1 to ${most}.`,
    tooFew: 'They do not make a day yet.',
    do: 'Turn them into days',
    sure: (days: number, points: string) => `${points} points become ${days} days. It cannot be taken back.`,
    done: 'Done; your membership is longer now',
    entries: 'What came and went',
    none: 'Nothing yet',
    offline: 'To sign in and to spend needs a network.',
    expire: 'Points end after 24 months, the oldest go first.',
  },
})

type Entries = NonNullable<MyPointsQuery['myMembership']>['pointsEntries']['nodes']

/** What a member has earned, and what it buys. */
export function PointsPage() {
  const t = useMessages(messages)
  return <MyPage title={t.title}>{me => <Points member={me.id} />}</MyPage>
}

function Points({ member }: { member: string }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const { online } = useContact()
  const points = useMyPoints()
  return (
    <QueryView query={points} rows={5}>
      {({ pages }) => {
        const entries = pages.flatMap(page => page?.pointsEntries.nodes ?? [])
        const balance = pages[0]?.points ?? 0
        return (
          <>
            <p className="soft">{t.balance}</p>
            <p className="mine-price">{numberText(balance, language)}</p>
            <p className="soft">
              {t.rate}。{t.expire}
            </p>
            {online ? null : <p className="soft">{t.offline}</p>}
            <CheckIn online={online} done={hasCheckedIn(entries, Date.now())} />
            <Section title={t.spend}>
              <Spend member={member} balance={balance} online={online} />
            </Section>
            <Section title={t.entries}>
              <List entries={entries} />
              <More of={points} />
            </Section>
          </>
        )
      }}
    </QueryView>
  )
}

function CheckIn({ online, done }: { online: boolean; done: boolean }) {
  const t = useMessages(messages)
  const toast = useToast()
  const queries = useQueryClient()
  const intent = useIntent(
    async (input: { requestKey: string }) => (await execute(CheckInDocument, { input })).pointsSignIn,
    () => {
      toast({ tone: 'good', text: t.gained })
      readMineAgain(queries)
    },
  )
  return (
    <>
      <Button
        variant="primary"
        icon={done ? 'check' : 'today'}
        busy={intent.busy}
        disabled={!online || done}
        onClick={() => intent.run({})}
      >
        {done ? t.checked : t.checkIn}
      </Button>
      <UserErrors errors={intent.errors} />
      {intent.fault ? <FaultNotice error={intent.fault} /> : null}
    </>
  )
}

function Spend({ member, balance, online }: { member: string; balance: number; online: boolean }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const toast = useToast()
  const queries = useQueryClient()
  const most = daysFor(balance)
  const [days, setDays] = useState<number | null>(null)
  const [asking, setAsking] = useState(false)
  const intent = useIntent(
    async (input: { member: string; points: number; requestKey: string }) =>
      (await execute(SpendPointsDocument, { input })).pointsSpend,
    () => {
      toast({ tone: 'good', text: t.done })
      setDays(null)
      setAsking(false)
      readMineAgain(queries)
    },
  )
  if (most === 0) return <p>{t.tooFew}</p>
  const fits = days !== null && Number.isInteger(days) && days >= 1 && days <= most
  const points = (days ?? 0) * POINTS_A_DAY
  return (
    <div className="form">
      <NumberInput
        label={t.days}
        hint={t.most(most)}
        unit={t.unit}
        step={1}
        min={1}
        max={most}
        value={days}
        onChange={setDays}
        error={days !== null && !fits ? t.wrong(most) : undefined}
      />
      <Button disabled={!online || !fits} onClick={() => setAsking(true)}>
        {t.do}
      </Button>
      <ConfirmDialog
        open={asking}
        danger
        title={t.spend}
        confirmLabel={t.do}
        busy={intent.busy}
        onConfirm={() => intent.run({ member, points })}
        onClose={() => setAsking(false)}
      >
        <p>{t.sure(days ?? 0, numberText(points, language))}</p>
        <UserErrors errors={intent.errors} />
        {intent.fault ? <FaultNotice error={intent.fault} /> : null}
      </ConfirmDialog>
    </div>
  )
}

function List({ entries }: { entries: Entries }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  if (entries.length === 0) return <Empty title={t.none} />
  return (
    <ul className="list">
      {entries.map(entry => (
        <li key={entry.id} className="list-row">
          <span>
            {pointsReasonName(language, entry.reason)}
            {entry.note ? ` · ${entry.note}` : ''}
          </span>
          <span>
            <Time at={entry.at} />{' '}
            <span className={entry.points > 0 ? 'mine-gain' : 'mine-loss'}>
              {entry.points > 0 ? '+' : ''}
              {numberText(entry.points, language)}
            </span>
          </span>
        </li>
      ))}
    </ul>
  )
}
