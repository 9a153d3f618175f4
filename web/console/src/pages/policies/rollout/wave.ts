import type { ChapterLevel, DeliveryState } from '@shared/gql/schema'

/** Where a level is: nothing has arrived, some has, all has. */
export type Phase = 'waiting' | 'landing' | 'landed'

/** How many chapters are in what state. */
export type ByState = Partial<Record<DeliveryState, number>>

/** How a version stands with a number of chapters. */
export interface Standing {
  total: number
  /** Where it has arrived, whatever became of it there. */
  landed: number
  /** Where somebody has opened it, acknowledged or not. */
  read: number
  acknowledged: number
  overdue: number
  /** Chapters that owe, or have given, an acknowledgement. */
  owing: number
  byState: ByState
}

/** A level of the tree that the push passes through. */
export interface Lane extends Standing {
  level: ChapterLevel
  phase: Phase
}

export interface Wave extends Standing {
  /** The levels in scope, from the top down. */
  lanes: Lane[]
  phase: Phase
}

interface Count {
  level: ChapterLevel
  state: DeliveryState
  chapters: number
}

const LEVELS: readonly ChapterLevel[] = ['HEADQUARTERS', 'PROVINCE', 'PREFECTURE', 'COUNTY']

/** The states in the order in which a version passes through them. */
export const STATES: readonly DeliveryState[] = [
  'ACKNOWLEDGED',
  'READ',
  'DELIVERED',
  'OVERDUE',
  'EXEMPT',
  'STALE',
  'QUEUED',
]

/** How a version goes down the tree, from the counts of its rollout. */
export function waveOf(counts: readonly Count[]): Wave {
  const lanes = LEVELS.flatMap(level => {
    const here = counts.filter(count => count.level === level)
    if (here.length === 0) return []
    const standing = standingOf(here)
    return [{ ...standing, level, phase: phaseOf(standing) }]
  })
  const all = standingOf(counts)
  return { ...all, lanes, phase: phaseOf(all) }
}

/** Sums up how a version stands, from chapters by state. */
export function standingOf(counts: readonly { state: DeliveryState; chapters: number }[]): Standing {
  const byState: ByState = {}
  for (const { state, chapters } of counts) {
    if (chapters > 0) byState[state] = (byState[state] ?? 0) + chapters
  }
  const of = (state: DeliveryState) => byState[state] ?? 0
  const total = STATES.reduce((sum, state) => sum + of(state), 0)
  return {
    total,
    landed: total - of('QUEUED'),
    read: of('READ') + of('ACKNOWLEDGED'),
    acknowledged: of('ACKNOWLEDGED'),
    overdue: of('OVERDUE'),
    owing: total - of('EXEMPT') - of('STALE'),
    byState,
  }
}

function phaseOf({ total, landed }: Standing): Phase {
  if (landed >= total) return 'landed'
  return landed === 0 ? 'waiting' : 'landing'
}

/** Whether nothing more is to come of a version by itself: it has arrived everywhere and everybody has answered. */
export function isSettled({ total, landed, acknowledged, owing }: Standing): boolean {
  return total > 0 && landed === total && acknowledged === owing
}

interface Journey {
  state: string
  finishedAt?: string | null
}

/** How long a version took to arrive everywhere, in milliseconds; null while a push of it is on its way. */
export function landingTime(publishedAt: string | null, pushes: readonly Journey[]): number | null {
  if (!publishedAt || pushes.length === 0) return null
  let last = 0
  for (const { state, finishedAt } of pushes) {
    if (state !== 'FINISHED' || !finishedAt) return null
    last = Math.max(last, Date.parse(finishedAt))
  }
  return Math.max(0, last - Date.parse(publishedAt))
}

/** A span of time in words: what matters of it, in two parts at most. */
export function spanText(milliseconds: number, language: 'zh' | 'en'): string {
  const words = language === 'zh' ? ZH : EN
  if (milliseconds < 100) return words.soon
  if (milliseconds < 10_000) return `${(milliseconds / 1000).toFixed(1)}${words.s}`
  const seconds = Math.floor(milliseconds / 1000)
  const parts: [number, string][] = [
    [Math.floor(seconds / 86_400), words.d],
    [Math.floor(seconds / 3_600) % 24, words.h],
    [Math.floor(seconds / 60) % 60, words.m],
    [seconds % 60, words.s],
  ]
  const first = parts.findIndex(([amount]) => amount > 0)
  const told = parts.slice(first, first + 2).filter(([amount]) => amount > 0)
  return told.map(([amount, unit]) => `${amount}${unit}`).join(' ')
}

const ZH = { d: ' 天', h: ' 小时', m: ' 分', s: ' 秒', soon: '不到 0.1 秒' }
const EN = { d: ' d', h: ' h', m: ' min', s: ' s', soon: 'less than 0.1 s' }
