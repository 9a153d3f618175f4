import { describe, expect, it } from 'vitest'
import { isSettled, landingTime, spanText, standingOf, waveOf } from './wave'

describe('waveOf', () => {
  const wave = waveOf([
    { level: 'COUNTY', state: 'QUEUED', chapters: 2800 },
    { level: 'PREFECTURE', state: 'DELIVERED', chapters: 100 },
    { level: 'PREFECTURE', state: 'QUEUED', chapters: 233 },
    { level: 'PROVINCE', state: 'ACKNOWLEDGED', chapters: 3 },
    { level: 'PROVINCE', state: 'READ', chapters: 8 },
    { level: 'PROVINCE', state: 'OVERDUE', chapters: 1 },
    { level: 'PROVINCE', state: 'EXEMPT', chapters: 19 },
  ])

  it('has a lane a level in scope, from the top down', () => {
    expect(wave.lanes.map(({ level, phase }) => [level, phase])).toEqual([
      ['PROVINCE', 'landed'],
      ['PREFECTURE', 'landing'],
      ['COUNTY', 'waiting'],
    ])
    expect(wave.lanes[0]).toMatchObject({
      total: 31,
      landed: 31,
      read: 11,
      acknowledged: 3,
      overdue: 1,
      owing: 12,
    })
  })

  it('sums up the lanes', () => {
    expect(wave).toMatchObject({ total: 3164, landed: 131, phase: 'landing' })
    expect(isSettled(wave)).toBe(false)
  })

  it('is settled when all have it and nobody owes anything', () => {
    const done = standingOf([
      { state: 'ACKNOWLEDGED', chapters: 5 },
      { state: 'EXEMPT', chapters: 2 },
      { state: 'STALE', chapters: 1 },
      { state: 'QUEUED', chapters: 0 },
    ])
    expect(isSettled(done)).toBe(true)
    expect(done.byState.QUEUED).toBeUndefined()
    expect(isSettled(standingOf([]))).toBe(false)
  })
})

describe('landingTime', () => {
  const published = '2026-11-22T08:00:00.000Z'

  it('is that of the last push, once all have finished', () => {
    const pushes = [
      { state: 'FINISHED', finishedAt: '2026-11-22T08:00:02.500Z' },
      { state: 'FINISHED', finishedAt: '2026-11-22T08:00:01.000Z' },
    ]
    expect(landingTime(published, pushes)).toBe(2500)
    expect(landingTime(published, [...pushes, { state: 'RUNNING', finishedAt: null }])).toBeNull()
    expect(landingTime(published, [])).toBeNull()
    expect(landingTime(null, pushes)).toBeNull()
  })

  it('is told in two parts at most', () => {
    expect(spanText(40, 'zh')).toBe('不到 0.1 秒')
    expect(spanText(2500, 'zh')).toBe('2.5 秒')
    expect(spanText(65_000, 'zh')).toBe('1 分 5 秒')
    expect(spanText(3_600_000, 'en')).toBe('1 h')
    expect(spanText(90_061_000, 'en')).toBe('1 d 1 h')
  })
})
