import { afterEach, describe, expect, it, vi } from 'vitest'
import { playPayer, tillOf } from './cashier'

afterEach(() => vi.unstubAllGlobals())

const started = { provider: 'sandbox', payUrl: '/payments/sandbox/pay?reference=paym_1', reference: 'paym_1' }

describe('a payment', () => {
  it('of the sandbox is played on our own page', () => {
    expect(tillOf(started)).toEqual({ kind: 'sandbox', path: '/payments/sandbox/pay', reference: 'paym_1' })
  })

  it('of another provider is made on theirs, over TLS alone', () => {
    const payUrl = 'https://pay.example/1'
    expect(tillOf({ ...started, provider: 'wechat', payUrl })).toEqual({ kind: 'elsewhere', address: payUrl })
    for (const payUrl of ['http://pay.example/1', 'javascript:alert(1)', '//pay.example', null])
      expect(tillOf({ ...started, provider: 'wechat', payUrl })).toBeNull()
    expect(tillOf({ ...started, payUrl: 'https://elsewhere.example/payments' })).toBeNull()
  })

  it('tells the sandbox who pays and who fails to', async () => {
    const sent: unknown[] = []
    vi.stubGlobal('fetch', async (path: string, { body }: RequestInit) => {
      sent.push([path, JSON.parse(String(body))])
      return new Response('{"verdict":"APPLY"}')
    })
    const till = tillOf(started)
    if (till?.kind !== 'sandbox') throw new Error('it is the sandbox')
    await playPayer(till, true)
    await playPayer(till, false)
    expect(sent).toEqual([
      ['/payments/sandbox/pay', { reference: 'paym_1' }],
      ['/payments/sandbox/pay', { reference: 'paym_1', fail: true }],
    ])
  })

  it('that the server does not take is a fault', async () => {
    vi.stubGlobal(
      'fetch',
      async () =>
        new Response('{"errors":[{"message":"","extensions":{"code":"NOT_FOUND"}}]}', { status: 404 }),
    )
    const till = tillOf(started)
    if (till?.kind !== 'sandbox') throw new Error('it is the sandbox')
    await expect(playPayer(till, true)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})
