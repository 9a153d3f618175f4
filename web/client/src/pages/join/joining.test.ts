import { describe, expect, it } from 'vitest'
import { missing, NOBODY, registerInput } from './joining'

const joiner = {
  ...NOBODY,
  phone: ' 13900000001',
  code: '123456 ',
  name: ' 王伟 ',
  consents: ['SERVICE'] as const,
}

describe('somebody who joins', () => {
  it('gives a code, a name and the consent without which nobody is a member', () => {
    expect(missing(NOBODY)).toEqual(['code', 'name', 'consents'])
    expect(missing({ ...joiner, consents: ['MARKETING'] })).toEqual(['consents'])
    expect(missing(joiner)).toEqual([])
  })

  it('joins the chapter of the link, with each consent by the version that was read', () => {
    const input = registerInput(joiner, { code: '7KQ2MX9D', chapter: 'chap_7' }, 'v')
    expect(input).toMatchObject({
      phone: '13900000001',
      code: '123456',
      name: '王伟',
      chapter: 'chap_7',
      link: '7KQ2MX9D',
      visitor: 'v',
    })
    expect(input.consents).toEqual([
      { purpose: 'SERVICE', textVersion: expect.stringMatching(/^\d{4}-\d{2}$/) },
    ])
  })
})
