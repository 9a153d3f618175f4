// @vitest-environment node
import 'fake-indexeddb/auto'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Store } from './store'
import { acknowledge, clearValue, problem, TestDevice } from './testing'
import { ANN, openWindow as openWindowOf, pending, TestServer, until } from './testing-sync'
import { Vault } from './vault'

const BEN = 'acct_ben'

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

describe('a restart', () => {
  it('in the middle of sending sends again with the same request key', async () => {
    const never = openWindow(() => new Promise(() => undefined))
    await never.sync.start(ANN)
    const entry = await never.enqueue(acknowledge())
    await until(() => expect(never.sync.value.waiting).toMatchObject([{ state: 'sending' }]))

    // The browser frees the locks of a page that is gone.
    const before = device
    device = new TestDevice()
    device.clock.advance(before.clock.now() - device.clock.now())
    const page = openWindow()
    await page.sync.start(ANN)
    await until(() => expect(server.done.has(entry.requestKey)).toBe(true))
    expect(server.heard).toMatchObject([{ attempts: 2 }])
  })
})

describe('two windows', () => {
  it('send one at a time, and each entry once', async () => {
    let atOnce = 0
    let most = 0
    server.answer = async () => {
      atOnce += 1
      most = Math.max(most, atOnce)
      await new Promise(resolve => setImmediate(resolve))
      atOnce -= 1
      return null
    }
    const one = openWindow()
    const other = openWindow()
    for (let version = 0; version < 10; version += 1)
      await one.queue.enqueue(ANN, acknowledge(`pver_${version}`))
    await Promise.all([one.sync.start(ANN), other.sync.start(ANN)])
    await until(() => expect(server.done.size).toBe(10))
    expect(server.heard).toHaveLength(10)
    expect(most).toBe(1)
  })

  it('see what the other has put in, sent and had confirmed', async () => {
    const answer = pending<null>()
    server.answer = () => answer.promise
    const sender = openWindow()
    const watcher = openWindow()
    await sender.sync.start(ANN)
    await watcher.sync.show(ANN)
    await sender.enqueue(acknowledge())
    await until(() => expect(watcher.sync.value.waiting).toMatchObject([{ state: 'sending' }]))
    answer.settle(null)
    await until(() => expect(watcher.onConfirmed).toHaveBeenCalled())
    await until(() => expect(watcher.sync.value).toMatchObject({ waiting: [], confirmed: [] }))
    expect(server.heard).toHaveLength(1)
  })

  it('send what a window left that is gone', async () => {
    const page = openWindow()
    await page.sync.start(ANN)
    const gone = openWindow()
    await gone.sync.show(ANN)
    await gone.queue.enqueue(ANN, acknowledge())
    await until(() => expect(page.sync.value.retryAt).not.toBeNull())
    device.clock.advance(1000)
    await until(() => expect(server.done.size).toBe(1))
  })
})

describe('sessions', () => {
  it('stops and keeps everything when nobody is signed in, and goes on for the same account', async () => {
    server.answer = () => problem('signed-out', 'UNAUTHENTICATED')
    const page = openWindow()
    await page.sync.start(ANN)
    const entry = await page.enqueue(acknowledge())
    await until(() => expect(page.sync.value.paused).toMatchObject({ reason: 'signed-out' }))
    await until(() => expect(page.sync.value.waiting).toHaveLength(1))
    server.answer = () => null
    page.sync.wake()
    expect(device.clock.untilNext).toBeNull()
    expect(server.heard).toHaveLength(1)
    await page.sync.start(ANN)
    await until(() => expect(server.done.has(entry.requestKey)).toBe(true))
  })

  it('never sends for another account', async () => {
    const page = openWindow()
    await page.queue.enqueue(ANN, acknowledge())
    await new Vault(store, device.clock).admit(BEN)
    await page.sync.start(BEN)
    await page.queue.enqueue(BEN, clearValue())
    page.sync.poke()
    await until(() => expect(server.done.size).toBe(1))
    expect(server.heard.map(entry => entry.account)).toEqual([BEN])
    await until(() => expect(page.sync.value).toMatchObject({ account: BEN, waiting: [] }))
    await page.sync.start(ANN)
    await until(() => expect(server.heard.map(entry => entry.account)).toEqual([BEN, ANN]))
  })

  it('takes back what is on its way when the session ends, so that no other can finish it', async () => {
    const signals: AbortSignal[] = []
    const page = openWindow((entry, signal) => {
      signals.push(signal)
      return signals.length === 1 ? new Promise(() => undefined) : server.send(entry, signal)
    })
    await page.sync.start(ANN)
    await page.enqueue(acknowledge())
    await until(() => expect(signals).toHaveLength(1))
    page.sync.stop(problem('signed-out'))
    expect(signals[0]?.aborted).toBe(true)
    await until(() => expect(page.sync.value.waiting).toMatchObject([{ state: 'waiting' }]))
    await page.sync.start(ANN)
    await until(() => expect(server.done.size).toBe(1))
  })
})
