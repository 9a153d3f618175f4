import { beforeEach, describe, expect, it } from 'vitest'
import { type DraftForm, draftInput, formFrom, levelsSent, sameForm } from './draftForm'
import { forgetForm, forgetForms, keepForm, keptForm } from './keptForm'

const of = { account: 'acct_1', policy: 'brand.logo' }
const name = 'flotilla.console.draft.acct_1.brand.logo'
const headquarters = { id: 'chap_1', level: 'HEADQUARTERS' } as const
const form: DraftForm = { ...formFrom(headquarters, null, { min: 1 }), body: '正文' }

beforeEach(() => sessionStorage.clear())

describe('keeping a form', () => {
  it('forgets all of them at sign-out, and nothing else', () => {
    keepForm(sessionStorage, of, { form, at: '2026-11-22T08:00:00.000Z' })
    keepForm(sessionStorage, { ...of, policy: 'event.min' }, { form, at: '2026-11-22T08:00:00.000Z' })
    sessionStorage.setItem('other', 'stays')
    forgetForms(sessionStorage)
    expect(Object.keys(sessionStorage)).toEqual(['other'])
  })

  it('gives back what was kept, to the same person and for the same policy only', () => {
    expect(keepForm(sessionStorage, of, { form, at: '2026-11-22T08:00:00.000Z' })).toBe(true)
    expect(keptForm(sessionStorage, of)).toEqual({ form, at: '2026-11-22T08:00:00.000Z' })
    expect(keptForm(sessionStorage, { ...of, account: 'acct_2' })).toBeNull()
    expect(keptForm(sessionStorage, { ...of, policy: 'other.key' })).toBeNull()
    forgetForm(sessionStorage, of)
    expect(keptForm(sessionStorage, of)).toBeNull()
  })

  it.each(['', '{', 'null', '7', '{"version":0}', '{"version":1,"at":"x","form":{"issuer":1}}'])(
    'does not trust %j',
    text => {
      sessionStorage.setItem(name, text)
      expect(keptForm(sessionStorage, of)).toBeNull()
    },
  )

  it('says when the browser does not take it', () => {
    const full = {
      getItem: () => null,
      removeItem: () => {},
      setItem: () => {
        throw new DOMException('full', 'QuotaExceededError')
      },
    }
    expect(keepForm(full, of, { form, at: '' })).toBe(false)
  })
})

describe('the form of a version', () => {
  const base = {
    id: 'pver_3',
    number: 3,
    value: 9,
    body: '旧',
    urgency: 'URGENT',
    acknowledgeWithinHours: 24,
    vacantMustAcknowledge: true,
    scopeLevels: ['COUNTY'],
    scopeDivisions: ['330000'],
  } as const

  it('starts from the version before', () => {
    const started = formFrom(
      headquarters,
      { ...base, scopeLevels: ['COUNTY'], scopeDivisions: ['330000'] },
      null,
    )
    expect(started).toMatchObject({
      value: 9,
      acknowledgeWithinHours: null,
      everywhere: false,
      levels: ['COUNTY'],
    })
    expect(levelsSent(started, 'HEADQUARTERS')).toEqual(['COUNTY'])
    const own = formFrom(
      headquarters,
      { ...base, acknowledgeWithinHours: 8, scopeLevels: [], scopeDivisions: [] },
      null,
    )
    expect(own).toMatchObject({ acknowledgeWithinHours: 8, everywhere: true })
    expect(levelsSent(own, 'HEADQUARTERS')).toEqual([])
  })

  it('is sent with the scope that was chosen', () => {
    expect(draftInput(form, of.policy, { levels: [], divisions: ['110000'] })).toMatchObject({
      key: 'brand.logo',
      issuer: 'chap_1',
      body: '正文',
      divisions: ['110000'],
    })
    expect(sameForm(form, { ...form })).toBe(true)
    expect(sameForm(form, { ...form, body: '' })).toBe(false)
  })
})
