import { describe, expect, it } from 'vitest'
import { visitorToken } from './visitor'

/** A shelf in memory. */
function shelf() {
  const kept = new Map<string, string>()
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  }
}

describe('the token of a phone', () => {
  it('is made once, and is of the kind that the server takes', () => {
    const own = shelf()
    const token = visitorToken(() => own)
    expect(token).toMatch(/^[A-Za-z0-9_-]{32}$/)
    expect(visitorToken(() => own)).toBe(token)
  })

  it('that somebody has spoiled is made anew', () => {
    const own = shelf()
    own.setItem('flotilla.visitor', 'x')
    expect(visitorToken(() => own)).toMatch(/^[A-Za-z0-9_-]{32}$/)
  })

  it('lasts as long as the page where nothing can be kept', () => {
    const none = () => {
      throw new DOMException('', 'SecurityError')
    }
    expect(visitorToken(none)).toBe(visitorToken(none))
  })
})
