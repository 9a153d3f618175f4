import { describe, expect, it } from 'vitest'
import {
  addInput,
  countTable,
  daysLeft,
  filterOfChoice,
  lastDay,
  listArguments,
  missing,
  NOBODY,
  soughtBy,
  standingCount,
  standingOf,
  tiersOf,
  updateInput,
} from '.'
import { consentStates } from './consentTexts'
import { maybeChild } from './form'

describe('a filter', () => {
  it('says nothing of what does not matter', () => {
    expect(listArguments({ standing: null, tier: null, due: false })).toEqual({
      standing: null,
      tier: null,
      dueWithin: null,
    })
  })

  it('asks for those due within 30 days', () => {
    expect(listArguments({ standing: 'ACTIVE', tier: 'annual', due: true })).toEqual({
      standing: 'ACTIVE',
      tier: 'annual',
      dueWithin: 30,
    })
  })

  it('takes from an address only what is a standing', () => {
    expect(standingOf('GRACE')).toBe('GRACE')
    expect(standingOf('grace')).toBeNull()
    expect(standingOf(null)).toBeNull()
  })

  it('of a phone is one thing at a time', () => {
    expect(filterOfChoice('ALL')).toEqual({ standing: null, tier: null, due: false })
    expect(filterOfChoice('DUE')).toEqual({ standing: null, tier: null, due: true })
    expect(filterOfChoice('LAPSED')).toEqual({ standing: 'LAPSED', tier: null, due: false })
  })
})

describe('a search', () => {
  it.each([
    ['13812345678', 'phone'],
    [' 138 1234 5678 ', 'phone'],
    ['138-1234-5678', 'phone'],
    ['+86 13812345678', 'phone'],
    ['8613812345678', 'phone'],
    ['5678', 'digits'],
    ['欧阳娜娜', 'name'],
    ['欧', 'surname'],
    ['𠮷', 'surname'],
    ['Li', 'name'],
  ])('for %s goes by the %s', (text, sought) => {
    expect(soughtBy(text)).toBe(sought)
  })

  it.each(['', '  ', '138', '1381', '45678', '1381234567', '138123456789', '56 78'])(
    'for a part of a phone such as %j is told apart where it finds nobody',
    text => {
      // The first four digits look like the last four: only the server can tell that nobody's end so.
      expect(soughtBy(text)).toBe(text === '1381' ? 'digits' : null)
    },
  )
})

describe('days', () => {
  it('end on the day before the first that is not covered', () => {
    expect(lastDay('2026-11-22')).toBe('2026-11-21')
    expect(lastDay('2027-01-01')).toBe('2026-12-31')
    expect(lastDay('2028-03-01')).toBe('2028-02-29')
  })

  it('left are counted in Shanghai, today included', () => {
    const lateEvening = Date.parse('2026-11-22T15:59:59Z')
    const midnight = Date.parse('2026-11-22T16:00:00Z')
    expect(daysLeft('2026-11-23', lateEvening)).toBe(1)
    expect(daysLeft('2026-11-23', midnight)).toBe(0)
    expect(daysLeft('2026-11-01', midnight)).toBe(0)
    expect(daysLeft('2027-11-23', midnight)).toBe(365)
  })
})

describe('counts', () => {
  const counts = {
    own: '5',
    subtree: '9007199254',
    byTier: [
      { tier: 'vip', standing: 'ACTIVE', own: '1', subtree: '2' },
      { tier: 'guest', standing: 'GUEST', own: '2', subtree: '9007199200' },
      { tier: 'annual', standing: 'ACTIVE', own: '2', subtree: '50' },
      { tier: 'annual', standing: 'LAPSED', own: '0', subtree: '2' },
    ],
  } as const

  it('make a table by tier and standing of what there is', () => {
    const own = countTable(counts, 'own')
    expect(own.total).toBe(5)
    expect(own.standings).toEqual(['GUEST', 'ACTIVE'])
    expect(own.rows.map(row => [row.tier, row.total])).toEqual([
      ['guest', 2],
      ['annual', 2],
      ['vip', 1],
    ])
    expect(own.by.get('ACTIVE')).toBe(3)
  })

  it('add up with all below', () => {
    const all = countTable(counts, 'subtree')
    expect(all.standings).toEqual(['GUEST', 'ACTIVE', 'LAPSED'])
    expect(all.rows.reduce((sum, row) => sum + row.total, 0)).toBe(all.total)
    expect(standingCount(counts, 'subtree', ['ACTIVE', 'LAPSED'])).toBe(54)
  })

  it('tell which other tiers there are', () => {
    expect(tiersOf(counts)).toEqual(['guest', 'trial', 'annual', 'granted', 'gift_card', 'vip'])
    expect(tiersOf(undefined)).not.toContain('vip')
  })
})

describe('the form of a new member', () => {
  it('says what is missing', () => {
    expect(missing(NOBODY)).toEqual(['phone', 'name', 'consents'])
    expect(missing({ ...NOBODY, phone: '1', name: ' ', consents: ['MARKETING'] })).toEqual([
      'name',
      'consents',
    ])
  })

  it('becomes an input with the version of the text for every consent', () => {
    const form = {
      phone: ' 13812345678 ',
      name: ' 王伟 ',
      birthYear: 1990,
      region: { code: '330106', name: '西湖区' },
      consents: ['SERVICE', 'SHARE_WITH_CHAPTER'],
    } as const
    expect(addInput(form, 'chap_7')).toEqual({
      chapter: 'chap_7',
      phone: '13812345678',
      name: '王伟',
      birthYear: 1990,
      region: '330106',
      consents: [
        { purpose: 'SERVICE', textVersion: '2026-11' },
        { purpose: 'SHARE_WITH_CHAPTER', textVersion: '2026-11' },
      ],
    })
  })

  it('takes for a child who may be one', () => {
    expect([2011, 2012, 2026, 2027].map(year => maybeChild(year, 2026))).toEqual([false, true, true, false])
    expect(maybeChild(null, 2026)).toBe(false)
  })
})

describe('a correction', () => {
  const known = { birthYear: 1990, region: { code: '330106', name: '西湖区' } }

  it('names only what is to change', () => {
    expect(updateInput('mbr_1', known, { ...known, name: ' 王小伟 ' })).toEqual({
      id: 'mbr_1',
      name: '王小伟',
      birthYear: null,
      region: null,
    })
    expect(
      updateInput('mbr_1', known, { name: '', birthYear: 1991, region: { code: '330108', name: '滨江区' } }),
    ).toEqual({ id: 'mbr_1', name: null, birthYear: 1991, region: '330108' })
  })

  it('is none where nothing changes', () => {
    // The name of the division may have been read meanwhile: the code is what counts.
    const unnamed = { code: '330106', name: '330106' }
    expect(updateInput('mbr_1', known, { name: ' ', birthYear: 1990, region: unnamed })).toBeNull()
  })
})

describe('consents', () => {
  it('stand as was said last', () => {
    const entry = (granted: boolean, at: string) =>
      ({ purpose: 'MARKETING', granted, textVersion: '2026-11', at }) as const
    const states = consentStates([entry(true, '2026-11-01T00:00:00Z'), entry(false, '2026-11-02T00:00:00Z')])
    expect(states.find(state => state.purpose === 'MARKETING')?.last?.granted).toBe(false)
    expect(states.find(state => state.purpose === 'SERVICE')?.last).toBeNull()
  })
})
