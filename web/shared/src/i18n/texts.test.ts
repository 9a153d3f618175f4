import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { Fault } from '@shared/api/fault'
import { describe, expect, it } from 'vitest'
import {
  actionName,
  alsoTell,
  CHAPTER_ERRORS,
  faultText,
  IMPORT_ERRORS,
  type Language,
  MEMBER_ERRORS,
  MONEY_ERRORS,
  timeText,
  userErrorText,
} from '.'
import { shareText } from './time'

const LANGUAGES: Language[] = ['zh', 'en']

alsoTell(CHAPTER_ERRORS)
alsoTell(IMPORT_ERRORS)
alsoTell(MEMBER_ERRORS)
alsoTell(MONEY_ERRORS)

/** The values of an enum of the API's schema. */
function enumValues(name: string): string[] {
  const schema = readFileSync(resolve(import.meta.dirname, '../../../../api/schema.graphql'), 'utf8')
  const body = schema.match(new RegExp(`^enum ${name} \\{([^}]*)\\}`, 'm'))?.[1] ?? ''
  return body
    .replace(/"""[\s\S]*?"""/g, '')
    .split('\n')
    .map(line => line.trim())
    .filter(Boolean)
}

describe.each(LANGUAGES)('in %s', language => {
  it('every rule that can be broken is told in a sentence of its own', () => {
    const codes = enumValues('UserErrorCode')
    expect(codes.length).toBeGreaterThan(40)
    const texts = codes.map(code => userErrorText(code, language))
    expect(texts.filter(text => !/[。.]$/.test(text))).toEqual([])
    expect(new Set(texts).size).toBe(codes.length)
  })

  it('every kind of fault says what to do', () => {
    for (const kind of [
      'offline',
      'signed-out',
      'denied',
      'not-found',
      'rate-limited',
      'input',
      'server',
    ] as const) {
      const { title, advice } = faultText(new Fault({ code: 'X', message: '', status: 0, kind }), language)
      expect(title).not.toBe('')
      expect(advice).toMatch(/[。.]$/)
    }
  })
})

describe('faults', () => {
  it('say how long to wait where the server does', () => {
    const fault = new Fault({ code: 'RATE_LIMITED', message: '', status: 429, retryAfter: 12 })
    expect(faultText(fault, 'zh').advice).toBe('请在 12 秒后重试。')
  })

  it('that are no faults are told as the server’s', () => {
    expect(faultText(new TypeError('x is undefined'), 'en').title).toBe('Something went wrong on the server')
  })
})

describe('names', () => {
  it('leave an action that only a newer server knows as it is', () => {
    expect(actionName('zh', 'policies.publish')).toBe('发布版本')
    expect(actionName('zh', 'chapters.paint')).toBe('chapters.paint')
  })
})

describe('times', () => {
  it('are Shanghai’s wherever the reader is', () => {
    expect(timeText('2026-11-22T16:30:00Z', 'full', 'zh')).toBe('2026年11月23日 00:30')
    expect(timeText('2026-11-22T16:30:05Z', 'time', 'en')).toBe('00:30:05')
  })

  it('tell the distance from now', () => {
    const now = Date.parse('2026-11-22T08:00:00Z')
    expect(timeText('2026-11-22T07:58:30Z', 'relative', 'zh', now)).toBe('1分钟前')
    expect(timeText('2026-11-22T08:00:20Z', 'relative', 'en', now)).toBe('now')
    expect(timeText('2026-11-25T09:00:00Z', 'relative', 'en', now)).toBe('in 3 days')
  })
})

describe('shares', () => {
  it('are all or nothing only if they are', () => {
    expect([0, 1, 1999, 2000].map(value => shareText(value, 2000, 'en'))).toEqual(['0%', '1%', '99%', '100%'])
    expect(shareText(0, 0, 'en')).toBe('0%')
  })
})
