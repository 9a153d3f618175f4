// @vitest-environment node
import 'fake-indexeddb/auto'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Store } from './store'
import { acknowledge, markRead, problem, setValue, TestDevice } from './testing'
import { ANN, openWindow as openWindowOf, pending, TestServer, until } from './testing-sync'
import { Vault } from './vault'

let device: TestDevice
let store: Store
let server: TestServer

beforeEach(async () => {
  device = new TestDevice()
  store = await device.store()
  await new Vault(store, device.clock).admit(ANN)
  server = new TestServer()
})

function openWindow(send = server.send) {
  return openWindowOf(device, store, send)
}

describe('sending', () => {
  it('sends what waits at the start, in order, and has it read again', async () => {
    const page = openWindow()
    await page.queue.enqueue(ANN, markRead())
    await page.queue.enqueue(ANN, acknowledge())
    expect(server.heard).toEqual([])
    await page.sync.start(ANN)
    await until(() => expect(page.onConfirmed).toHaveBeenCalled())
    expect(server.heard.map(entry => entry.kind)).toEqual(['mark-read', 'acknowledge'])
    expect(page.onConfirmed.mock.calls[0]?.[0].map(entry => entry.kind)).toEqual(['mark-read', 'acknowledge'])
    expect(page.onContact).toHaveBeenCalledWith(true)
    await until(() => expect(page.sync.value).toMatchObject({ waiting: [], confirmed: [], sending: false }))
    expect(await page.queue.entries(ANN)).toEqual([])
  })

  it('shows an entry as pending until the server has done it, then as done until the pages have read it', async () => {
    const answer = pending<null>()
    const read = pending<void>()
    server.answer = () => answer.promise
    const page = openWindow()
    page.onConfirmed.mockReturnValue(read.promise)
    await page.sync.start(ANN)
    await page.enqueue(acknowledge())
    await until(() => expect(page.sync.value.waiting).toMatchObject([{ state: 'sending' }]))
    expect(page.sync.value).toMatchObject({ sending: true, confirmed: [] })
    answer.settle(null)
    await until(() =>
      expect(page.sync.value).toMatchObject({ waiting: [], confirmed: [{ state: 'confirmed' }] }),
    )
    read.settle()
    await until(() => expect(page.sync.value.confirmed).toEqual([]))
  })

  it('sends an entry that comes while another is being sent', async () => {
    const first = pending<null>()
    server.answer = entry => (entry.kind === 'mark-read' ? first.promise : null)
    const page = openWindow()
    await page.sync.start(ANN)
    await page.enqueue(markRead())
    await until(() => expect(server.heard).toHaveLength(1))
    await page.enqueue(acknowledge())
    first.settle(null)
    await until(() => expect(server.done.size).toBe(2))
  })

  it('keeps a refusal with its reason, and goes on with the rest', async () => {
    server.answer = entry => (entry.kind === 'acknowledge' ? problem('refused', 'POLICIES_STALE') : null)
    const page = openWindow()
    await page.queue.enqueue(ANN, acknowledge())
    await page.queue.enqueue(ANN, setValue(1))
    await page.sync.start(ANN)
    await until(() => expect(server.done.size).toBe(1))
    await until(() =>
      expect(page.sync.value.refused).toMatchObject([{ lastProblem: { code: 'POLICIES_STALE' } }]),
    )
    expect(page.sync.value).toMatchObject({ paused: null, retryAt: null })
    page.sync.wake()
    await page.enqueue(markRead())
    await until(() => expect(server.done.size).toBe(2))
    expect(server.heard).toHaveLength(3)
  })

  it('goes on after the database failed', async () => {
    const page = openWindow()
    await page.queue.enqueue(ANN, acknowledge())
    vi.spyOn(page.queue, 'claim').mockRejectedValueOnce(new Error('the disk is full'))
    await page.sync.start(ANN)
    await until(() => expect(page.sync.value).toMatchObject({ paused: { reason: 'server' } }))
    device.clock.advance(1000)
    await until(() => expect(server.done.size).toBe(1))
  })
})

describe('without an answer', () => {
  it('tries again after growing pauses of one second to one minute', async () => {
    server.answer = () => problem('offline')
    const page = openWindow()
    await page.sync.start(ANN)
    await page.enqueue(acknowledge())
    const pauses: number[] = []
    for (let attempt = 1; attempt <= 9; attempt += 1) {
      await until(() => {
        expect(server.heard).toHaveLength(attempt)
        expect(page.sync.value.retryAt).not.toBeNull()
      })
      const pause = device.clock.untilNext ?? 0
      pauses.push(pause)
      device.clock.advance(pause)
    }
    expect(pauses).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000])
    expect(page.onContact).toHaveBeenLastCalledWith(false)
    expect(new Set(server.heard.map(entry => entry.requestKey)).size).toBe(1)
  })

  it('tries at once when the network is back', async () => {
    server.answer = () => problem('offline')
    const page = openWindow()
    await page.sync.start(ANN)
    await page.enqueue(acknowledge())
    await until(() => expect(page.sync.value.retryAt).not.toBeNull())
    server.answer = () => null
    page.sync.wake()
    await until(() => expect(server.done.size).toBe(1))
    await until(() => expect(page.sync.value).toMatchObject({ paused: null, retryAt: null, waiting: [] }))
    expect(device.clock.untilNext).toBeNull()
  })

  it('waits as long as the server asks, whatever else happens', async () => {
    server.answer = () => problem('rate-limited', 'RATE_LIMITED', 30_000)
    const page = openWindow()
    await page.sync.start(ANN)
    await page.enqueue(acknowledge())
    await until(() => expect(page.sync.value.retryAt).toBe(device.clock.now() + 30_000))
    server.answer = () => null
    page.sync.wake()
    await page.enqueue(markRead())
    device.clock.advance(29_999)
    expect(server.heard).toHaveLength(1)
    device.clock.advance(1)
    await until(() => expect(server.done.size).toBe(2))
  })

  it('holds back only what concerns the same policy when the server fails', async () => {
    server.answer = entry => (entry.kind === 'mark-read' ? problem('server', 'INTERNAL') : null)
    const page = openWindow()
    await page.queue.enqueue(ANN, markRead())
    await page.queue.enqueue(ANN, acknowledge())
    await page.queue.enqueue(ANN, setValue(5, 'event.price'))
    await page.sync.start(ANN)
    await until(() => expect(page.sync.value.retryAt).not.toBeNull())
    expect([...server.done.values()].map(entry => entry.policy)).toEqual(['event.price'])
    await until(() =>
      expect(page.sync.value.waiting.map(entry => entry.kind)).toEqual(['mark-read', 'acknowledge']),
    )
    server.answer = () => null
    device.clock.advance(1000)
    await until(() => expect(server.done.size).toBe(3))
    expect(server.heard.slice(-2).map(entry => entry.kind)).toEqual(['mark-read', 'acknowledge'])
  })

  it('sends once more, with the same request key, what the server did although its answer was lost', async () => {
    let lost = true
    server.answer = entry => {
      if (!lost) return null
      lost = false
      server.done.set(entry.requestKey, entry)
      return problem('offline')
    }
    const page = openWindow()
    await page.sync.start(ANN)
    await page.enqueue(setValue(1))
    await until(() => expect(page.sync.value.retryAt).not.toBeNull())
    await until(() => expect(page.sync.value.waiting).toMatchObject([{ lastProblem: { reason: 'offline' } }]))
    device.clock.advance(1000)
    await until(() => expect(page.sync.value.waiting).toEqual([]))
    expect(server.heard).toHaveLength(2)
    expect(server.done.size).toBe(1)
  })

  it('gives up waiting for an answer after a minute', async () => {
    const signals: AbortSignal[] = []
    const page = openWindow((_entry, signal) => {
      signals.push(signal)
      return new Promise(() => undefined)
    })
    await page.sync.start(ANN)
    await page.enqueue(acknowledge())
    await until(() => expect(signals).toHaveLength(1))
    device.clock.advance(60_000)
    await until(() => expect(page.sync.value.waiting).toMatchObject([{ state: 'waiting' }]))
    expect(signals[0]?.aborted).toBe(true)
  })

  it('does not set a value again once the clock was set back', async () => {
    server.answer = () => problem('offline')
    const page = openWindow()
    await page.sync.start(ANN)
    await page.enqueue(setValue(1))
    await until(() => expect(page.sync.value.retryAt).not.toBeNull())
    page.sync.stop(null)
    device.clock.advance(-60_000)
    await page.sync.start(ANN)
    await until(() =>
      expect(page.sync.value.refused).toMatchObject([{ lastProblem: { reason: 'too-late' } }]),
    )
    expect(server.heard).toHaveLength(1)
  })

  it('goes on after the pause that the server asked for, though the clock was set back', async () => {
    server.answer = () => problem('rate-limited', 'RATE_LIMITED', 30_000)
    const page = openWindow()
    await page.sync.start(ANN)
    await page.enqueue(acknowledge())
    await until(() => expect(page.sync.value.retryAt).not.toBeNull())
    server.answer = () => null
    vi.spyOn(device.clock, 'now').mockReturnValue(0)
    device.clock.advance(30_000)
    await until(() => expect(server.done.size).toBe(1))
  })

  it('does not set a value again after a day, when the server has forgotten the request key', async () => {
    server.answer = () => problem('offline')
    const page = openWindow()
    await page.sync.start(ANN)
    await page.enqueue(setValue(1))
    await page.enqueue(acknowledge())
    await until(() => expect(page.sync.value.retryAt).not.toBeNull())
    page.sync.stop(null)
    device.clock.advance(24 * 60 * 60 * 1000)
    server.answer = () => null
    await page.sync.start(ANN)
    await until(() =>
      expect(page.sync.value.refused).toMatchObject([{ lastProblem: { reason: 'too-late' } }]),
    )
    await until(() => expect([...server.done.values()].map(entry => entry.kind)).toEqual(['acknowledge']))
    await page.queue.retry(ANN, page.sync.value.refused[0]?.id ?? '')
    page.sync.poke()
    await until(() => expect(server.done.size).toBe(2))
  })
})
