// @vitest-environment node
import 'fake-indexeddb/auto'
import { QueryClient } from '@tanstack/react-query'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { assemble } from './create'
import type { OutboxEntry, Problem } from './entry'
import { offlineQuery } from './persist'
import { OutboxClosed } from './queue'
import { acknowledge, problem, setValue, TestDevice } from './testing'
import { LIFE_MS } from './vault'

const ANN = 'acct_ann'
const BEN = 'acct_ben'

let device: TestDevice
let sent: OutboxEntry[]
let answer: Problem | null

beforeEach(() => {
  device = new TestDevice()
  sent = []
  answer = null
})

function partsOf(client: QueryClient) {
  return {
    client,
    send: async (entry: OutboxEntry) => {
      sent.push(entry)
      return answer
    },
    invalidates: (entry: OutboxEntry) => [['inbox', entry.input.chapter]],
    form: '1',
  }
}

async function openPage(durable = true) {
  const window = device.window()
  const client = new QueryClient({ defaultOptions: { queries: { retry: false, networkMode: 'always' } } })
  const offline = await assemble(partsOf(client), window.around, durable ? await device.store() : null)
  const fetch = (data: unknown) =>
    client.fetchQuery({ ...offlineQuery, queryKey: ['inbox', 'chap_12'], queryFn: async () => data })
  const failure = (fault: object) =>
    client.fetchQuery({ queryKey: ['failing'], queryFn: () => Promise.reject(fault) }).catch(() => undefined)
  const inbox = () => client.getQueryData(['inbox', 'chap_12'])
  /** The page goes out of sight, and what it holds is written. */
  const hide = async () => {
    const store = await device.store()
    await until(async () => {
      window.visible(false)
      expect(await store.record(ANN, 'queries')).toBeDefined()
    })
  }
  return { ...window, offline, client, fetch, failure, inbox, hide }
}

function until(check: () => void | Promise<void>): Promise<void> {
  return vi.waitFor(check, { interval: 1, timeout: 5000 })
}

/** A page of Ann's that has read something and is gone. */
async function annWasHere() {
  const page = await openPage()
  await page.offline.signedIn(ANN)
  await page.fetch(['a policy'])
  await page.hide()
  return page
}

describe('a page without network', () => {
  it('shows what was read, says since when, and sends nothing', async () => {
    await annWasHere()
    const lastContactAt = device.clock.now()
    device.clock.advance(LIFE_MS - 1)
    const { offline, inbox } = await openPage()
    expect(await offline.remembered()).toEqual({ account: ANN, lastContactAt })
    await offline.open(ANN)
    expect(inbox()).toEqual(['a policy'])
    expect(offline.contact.value.lastContactAt).toBe(lastContactAt)
    await offline.enqueue(acknowledge())
    expect(offline.outbox.value.waiting).toHaveLength(1)
    expect(offline.isIdle()).toBe(false)
    expect(sent).toEqual([])
  })

  it('shows nothing that has expired', async () => {
    await annWasHere()
    device.clock.advance(LIFE_MS)
    const { offline, inbox } = await openPage()
    expect(await offline.remembered()).toBeNull()
    await offline.open(ANN)
    expect(inbox()).toBeUndefined()
  })

  it('shows nothing any more that expires while it sleeps, and keeps again once the server is reached', async () => {
    const page = await annWasHere()
    device.clock.advance(LIFE_MS)
    page.visible(true)
    await until(() => expect(page.inbox()).toBeUndefined())
    await page.fetch(['new'])
    await until(async () => expect(await page.offline.remembered()).not.toBeNull())
    await page.hide()
    const next = await openPage()
    await next.offline.open(ANN)
    expect(next.inbox()).toEqual(['new'])
  })
})

describe('contact', () => {
  it('is noticed from what is read, and from what fails', async () => {
    const { offline, fetch, failure } = await openPage()
    await offline.signedIn(ANN)
    await failure({ kind: 'offline' })
    expect(offline.contact.value.online).toBe(false)
    device.clock.advance(5000)
    await fetch([])
    expect(offline.contact.value).toEqual({ online: true, lastContactAt: device.clock.now() })
    await failure({ kind: 'server' })
    expect(offline.contact.value.online).toBe(true)
  })

  it('sends what waits as soon as it is back', async () => {
    const { offline, network, fetch } = await openPage()
    answer = problem('offline')
    await offline.signedIn(ANN)
    network(false)
    await offline.enqueue(acknowledge())
    await until(() => expect(offline.outbox.value.retryAt).not.toBeNull())
    answer = null
    await fetch([])
    await until(() => expect(offline.outbox.value.waiting).toEqual([]))
    expect(sent).toHaveLength(2)
  })

  it('reads again what a confirmed entry changes', async () => {
    const { offline, client } = await openPage()
    const invalidated = vi.spyOn(client, 'invalidateQueries')
    await offline.signedIn(ANN)
    await offline.enqueue(acknowledge('pver_7'))
    await until(() => expect(invalidated).toHaveBeenCalledWith({ queryKey: ['inbox', 'chap_12'] }))
  })
})

describe('what the browser knows of the network', () => {
  it('keeps an entry unsent without one, so that a value may still be sent days later', async () => {
    const { offline, around, network } = await openPage()
    await offline.signedIn(ANN)
    around.online = () => false
    network(false)
    await offline.enqueue(setValue(1))
    device.clock.advance(LIFE_MS / 2)
    expect(sent).toEqual([])
    expect(offline.outbox.value.waiting).toMatchObject([{ attempts: 0, firstSentAt: null }])
    around.online = () => true
    network(true)
    await until(() => expect(offline.outbox.value.waiting).toEqual([]))
    expect(sent).toHaveLength(1)
  })

  it('counts less than an answer of the server', async () => {
    const { offline, around, network, fetch } = await openPage()
    await offline.signedIn(ANN)
    around.online = () => false
    network(false)
    await offline.enqueue(acknowledge())
    await fetch([])
    await until(() => expect(sent).toHaveLength(1))
  })
})

describe('a term at another chapter', () => {
  it('leaves nothing of the chapter before, in memory or on the device', async () => {
    const page = await annWasHere()
    page.offline.serves('chap_12')
    expect(page.inbox()).toEqual(['a policy'])
    page.offline.serves('chap_13')
    expect(page.inbox()).toBeUndefined()
    device.clock.advance(1000)
    await until(async () => {
      const next = await openPage()
      await next.offline.open(ANN)
      expect(next.inbox()).toBeUndefined()
    })
  })
})

describe('a device whose storage fails', () => {
  it.each([
    ['fails', () => Promise.reject(new Error('lost'))],
    ['never answers', () => new Promise<never>(() => undefined)],
  ])('opens all the same where the database %s, and keeps nothing', async (_how, accounts) => {
    vi.spyOn(console, 'error').mockReturnValue()
    const store = await device.store()
    vi.spyOn(store, 'accounts').mockImplementation(accounts)
    const opened = assemble(partsOf(new QueryClient()), device.window().around, store)
    device.clock.advance(5000)
    expect((await opened).outbox.value.durable).toBe(false)
  })

  it('says so where it can keep nothing, and sends once it can', async () => {
    vi.spyOn(console, 'error').mockReturnValue()
    const store = await device.store()
    const offline = await assemble(partsOf(new QueryClient()), device.window().around, store)
    vi.spyOn(store, 'changeAccount').mockRejectedValue(new Error('the disk is full'))
    vi.spyOn(store, 'record').mockRejectedValue(new Error('the disk is full'))
    await offline.signedIn(ANN)
    expect(offline.outbox.value.account).toBe(ANN)
    await expect(offline.enqueue(acknowledge())).rejects.toBeInstanceOf(OutboxClosed)
    vi.restoreAllMocks()
    await offline.signedIn(ANN)
    await offline.enqueue(acknowledge())
    await until(() => expect(sent).toHaveLength(1))
  })
})

describe('the end of a session', () => {
  it('destroys what was cached, keeps what is to be sent, and sends it for the same account', async () => {
    const { offline, inbox } = await annWasHere()
    answer = problem('offline')
    await offline.enqueue(acknowledge())
    await offline.sessionEnded()
    expect(inbox()).toEqual(['a policy'])
    expect(await (await device.store()).record(ANN, 'queries')).toBeUndefined()
    expect(offline.outbox.value).toMatchObject({
      paused: { reason: 'signed-out' },
      waiting: [{ state: 'waiting' }],
    })
    const before = sent.length
    offline.sendNow()
    expect(sent).toHaveLength(before)
    answer = null
    await offline.signedIn(ANN)
    await until(() => expect(offline.outbox.value.waiting).toEqual([]))
  })

  it('found at the start leaves nothing to be seen', async () => {
    await annWasHere()
    const { offline, inbox } = await openPage()
    await offline.open(ANN)
    await offline.enqueue(acknowledge())
    await offline.left()
    expect(inbox()).toBeUndefined()
    expect(offline.outbox.value).toMatchObject({ account: null, waiting: [] })
    expect(await offline.remembered()).toBeNull()
    await offline.signedIn(ANN)
    await until(() => expect(sent).toHaveLength(1))
  })

  it('never lets another account see or send what is left', async () => {
    const { offline, inbox } = await annWasHere()
    answer = problem('offline')
    await offline.enqueue(acknowledge())
    await until(() => expect(sent).toHaveLength(1))
    await offline.sessionEnded()
    answer = null
    await offline.signedIn(BEN)
    expect(inbox()).toBeUndefined()
    await offline.enqueue(acknowledge('pver_8'))
    await until(() => expect(offline.outbox.value).toMatchObject({ account: BEN, waiting: [] }))
    expect(sent.map(entry => entry.account)).toEqual([ANN, BEN])
  })

  it('by the person destroys everything, in all windows', async () => {
    const page = await annWasHere()
    const other = await openPage()
    await other.offline.open(ANN)
    answer = problem('offline')
    await page.offline.enqueue(acknowledge())
    await page.offline.signedOut()
    const store = await device.store()
    expect(await store.accounts()).toEqual([])
    expect(await store.outbox(ANN)).toEqual([])
    expect(page.inbox()).toBeUndefined()
    await until(() => expect(other.inbox()).toBeUndefined())
    await expect(page.offline.enqueue(acknowledge())).rejects.toBeInstanceOf(OutboxClosed)
  })

  it('by the end of the term says what can no longer be sent', async () => {
    const { offline } = await annWasHere()
    answer = problem('offline')
    await offline.enqueue(acknowledge())
    expect(await offline.termEnded()).toMatchObject([{ kind: 'acknowledge', account: ANN }])
    expect(await (await device.store()).accounts()).toEqual([])
    expect(await offline.remembered()).toBeNull()
  })
})

describe('a browser that keeps nothing', () => {
  it('sends all the same, and says that it keeps nothing', async () => {
    const { offline } = await openPage(false)
    await offline.signedIn(ANN)
    expect(offline.outbox.value.durable).toBe(false)
    await offline.enqueue(acknowledge())
    await until(() => expect(sent).toHaveLength(1))
    await offline.signedOut()
    expect(await offline.remembered()).toBeNull()
  })
})
