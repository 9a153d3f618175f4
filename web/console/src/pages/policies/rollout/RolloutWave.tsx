import type { LiveState } from '@shared/api'
import {
  defineMessages,
  deliveryStateName,
  levelName,
  numberText,
  shareText,
  useLanguage,
  useMessages,
} from '@shared/i18n'
import { Badge, classes, DELIVERY_LOOKS, Notice, QueryView, StackBar, VisuallyHidden } from '@shared/ui'
import { useState } from 'react'
import { Elapsed } from './Elapsed'
import { Pushes } from './Pushes'
import { useFollowers, usePushes, useRollout } from './useRollout'
import { useThrottled } from './useThrottled'
import { type Lane, landingTime, STATES, type Standing, type Wave } from './wave'
import './RolloutWave.css'

const messages = defineMessages({
  zh: {
    live: { connecting: '正在连接实时进度', live: '实时', broken: '实时中断，每 3 秒刷新' },
    delivered: '已送达',
    read: '已读',
    acknowledged: '已确认',
    overdue: '已逾期',
    of: (part: string, total: string) => `${part} / ${total}`,
    lanes: '逐级下达',
    lane: (level: string) => `${level}的落地进度`,
    phases: { waiting: '等待上一级', landing: '正在送达', landed: '全部送达' },
    states: '按状态',
    nobody: '这里没有需要送达的分舵。',
    summary: (landed: string, total: string, acknowledged: string, overdue: string) =>
      `已送达 ${landed}，共 ${total}；已确认 ${acknowledged}；逾期 ${overdue}`,
  },
  en: {
    live: {
      connecting: 'Connecting to what happens',
      live: 'Live',
      broken: 'Not live; read again every 3 s',
    },
    delivered: 'Delivered',
    read: 'Read',
    acknowledged: 'Acknowledged',
    overdue: 'Overdue',
    of: (part: string, total: string) => `${part} / ${total}`,
    lanes: 'Level by level',
    lane: (level: string) => `How it lands: ${level}`,
    phases: { waiting: 'Waiting for the level above', landing: 'Arriving', landed: 'Arrived everywhere' },
    states: 'By state',
    nobody: 'It is for no chapter here.',
    summary: (landed: string, total: string, acknowledged: string, overdue: string) =>
      `Delivered to ${landed} of ${total}; acknowledged by ${acknowledged}; ${overdue} overdue`,
  },
})

/** A version published so short a time ago has its lanes drawn filling up, from the top down; in milliseconds. */
const FRESH = 20_000

/** How often the progress is read out at most, in milliseconds. */
const READ_OUT = 6_000

interface RolloutWaveProps {
  id: string
  publishedAt: string
  /** The branch that is looked at; all of its reach if none is. */
  within?: string | null
}

/** A version going down the tree, live: how much has arrived, level by level. */
export function RolloutWave({ id, publishedAt, within = null }: RolloutWaveProps) {
  const t = useMessages(messages)
  const { query, live, rollout, wave } = useRollout(id, within)
  // A push may be over before this page is there: then the way it went is shown once.
  const [fresh] = useState(() => Date.now() - Date.parse(publishedAt) < FRESH)
  const pushes = usePushes(id)
  useFollowers(id, rollout?.counts)
  const journeys = pushes.data?.policyVersion?.pushes ?? []
  if (!wave) return <QueryView query={query}>{() => null}</QueryView>
  if (wave.total === 0) return <p>{t.nobody}</p>
  return (
    <div className="rollout-wave">
      <div className="rollout-wave-head">
        <LiveBadge state={live} />
        <Elapsed
          publishedAt={publishedAt}
          took={wave.phase === 'landed' ? landingTime(publishedAt, journeys) : null}
          phase={wave.phase}
        />
      </div>
      <Figures standing={wave} />
      <ol className={classes('rollout-wave-lanes', fresh && 'rollout-wave-fresh')} aria-label={t.lanes}>
        {wave.lanes.map(lane => (
          <LaneRow key={lane.level} lane={lane} />
        ))}
      </ol>
      <States wave={wave} />
      <Pushes id={id} journeys={journeys} canResend={pushes.data?.policyVersion?.viewerCanPublish === true} />
      <ReadOut wave={wave} />
    </div>
  )
}

function LiveBadge({ state }: { state: LiveState }) {
  const t = useMessages(messages)
  if (state === 'broken') return <Notice tone="warn">{t.live.broken}</Notice>
  return (
    <Badge tone={state === 'live' ? 'good' : 'neutral'}>
      <span className={`rollout-wave-dot rollout-wave-dot-${state}`} aria-hidden="true" />
      {t.live[state]}
    </Badge>
  )
}

function Figures({ standing }: { standing: Standing }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const { total, landed, read, acknowledged, owing, overdue } = standing
  const figures = [
    { label: t.delivered, part: landed, whole: total },
    { label: t.read, part: read, whole: owing },
    { label: t.acknowledged, part: acknowledged, whole: owing },
    { label: t.overdue, part: overdue, whole: owing, bad: overdue > 0 },
  ]
  return (
    <dl className="rollout-wave-figures">
      {figures.map(({ label, part, whole, bad }) => (
        <div key={label} className={bad ? 'rollout-wave-bad' : undefined}>
          <dt>{label}</dt>
          <dd>
            <strong>{shareText(part, whole, language)}</strong>
            <span>{t.of(numberText(part, language), numberText(whole, language))}</span>
          </dd>
        </div>
      ))}
    </dl>
  )
}

function LaneRow({ lane }: { lane: Lane }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const level = levelName(language, lane.level)
  return (
    <li className={`rollout-wave-lane rollout-wave-${lane.phase}`}>
      <span className="rollout-wave-level">{level}</span>
      <StackBar label={t.lane(level)} total={lane.total} parts={partsOf(lane, language)} />
      <span className="rollout-wave-count">
        {t.of(numberText(lane.landed, language), numberText(lane.total, language))}
      </span>
      <span className="rollout-wave-phase">{t.phases[lane.phase]}</span>
    </li>
  )
}

/** What has arrived, by state; what is on its way stays an empty track, so that the lane fills up. */
function partsOf({ byState }: Standing, language: 'zh' | 'en') {
  return STATES.filter(state => state !== 'QUEUED').map(state => ({
    key: state,
    label: deliveryStateName(language, state),
    value: byState[state] ?? 0,
    tone: DELIVERY_LOOKS[state].tone,
  }))
}

function States({ wave }: { wave: Wave }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  return (
    <ul className="rollout-wave-states" aria-label={t.states}>
      {STATES.flatMap(state => {
        const count = wave.byState[state]
        if (!count) return []
        return [
          <li key={state}>
            <Badge tone={DELIVERY_LOOKS[state].tone} icon={DELIVERY_LOOKS[state].icon}>
              {deliveryStateName(language, state)}
            </Badge>{' '}
            {numberText(count, language)}
          </li>,
        ]
      })}
    </ul>
  )
}

/** The progress for those who listen, at a pace at which it can be listened to. */
function ReadOut({ wave }: { wave: Wave }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const number = (value: number) => numberText(value, language)
  const text = t.summary(
    number(wave.landed),
    number(wave.total),
    number(wave.acknowledged),
    number(wave.overdue),
  )
  const told = useThrottled(text, READ_OUT)
  return (
    <VisuallyHidden>
      <span role="status">{told}</span>
    </VisuallyHidden>
  )
}
