import { describe, expect, it } from 'vitest'
import { formOf, NEW_TIER, tierInput } from './tierForm'

describe('a tier', () => {
  it('is not sent before it has a code, a name, days and a rank', () => {
    expect(tierInput(NEW_TIER, undefined)).toBeNull()
    expect(tierInput({ ...NEW_TIER, code: 'lifelong', name: '终身', days: null }, undefined)).toBeNull()
    expect(tierInput({ ...NEW_TIER, code: ' lifelong ', name: ' 终身 ' }, undefined)).toEqual({
      code: 'lifelong',
      name: '终身',
      kind: 'CUSTOM',
      days: 365,
      price: null,
      rank: 30,
      active: true,
      benefits: [],
      version: undefined,
    })
  })

  it('goes back as it came where nothing was changed', () => {
    const tier = {
      code: 'annual',
      name: '年费会员',
      kind: 'ANNUAL' as const,
      days: 365,
      price: '36500',
      rank: 20,
      active: true,
      benefits: ['活动免费', '生日礼'],
      version: 3,
      viewerCanSave: true,
    }
    const { viewerCanSave: _, ...same } = tier
    expect(tierInput(formOf(tier), tier.version)).toEqual(same)
    expect(tierInput({ ...formOf(tier), benefits: ' 一\n\n 二 ' }, 3)?.benefits).toEqual(['一', '二'])
  })
})
