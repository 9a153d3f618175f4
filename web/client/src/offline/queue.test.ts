// @vitest-environment node
import 'fake-indexeddb/auto'
import { beforeEach, describe, expect, it } from 'vitest'
import { type Journal, MemoryJournal, SealedJournal } from './journal'
import { OutboxClosed, Queue } from './queue'
import { acknowledge, clearValue, markRead, problem, setValue, TestDevice } from './testing'
import { Vault } from './vault'

const ANN = 'acct_ann'

let device: TestDevice

beforeEach(() => {
  device = new TestDevice()
})

async function sealed(): Promise<Journal> {
  const store = await device.store()
  await new Vault(store, device.clock).admit(ANN)
  return new SealedJournal(store)
}

function queueOn(journal: Journal): Queue {
  const { clock, locks } = device.window().around
  return new Queue({ journal, clock, locks, changed: () => undefined })
}

describe.each([
  ['on the device', sealed],
  ['in memory', async () => new MemoryJournal()],
])('an outbox %s', (_where, journal) => {
  let queue: Queue

  beforeEach(async () => {
    queue = queueOn(await journal())
  })

  const kinds = async () => (await queue.entries(ANN)).map(entry => entry.kind)

  it('keeps the order in which things were done', async () => {
    await queue.enqueue(ANN, markRead())
    await queue.enqueue(ANN, acknowledge())
    await queue.enqueue(ANN, setValue(1))
    expect(await kinds()).toEqual(['mark-read', 'acknowledge', 'override-set'])
  })

  it('keeps the order also of what two windows do at once', async () => {
    const versions = Array.from({ length: 20 }, (_, index) => `pver_${index}`)
    await Promise.all(versions.map(version => queue.enqueue(ANN, acknowledge(version))))
    const entries = await queue.entries(ANN)
    expect(entries.map(({ input }) => 'version' in input && input.version)).toEqual(versions)
    expect(new Set(entries.map(entry => entry.requestKey)).size).toBe(20)
  })

  it('takes the same acknowledgement twice as one', async () => {
    const first = await queue.enqueue(ANN, acknowledge())
    const second = await queue.enqueue(ANN, acknowledge())
    expect(second.requestKey).toBe(first.requestKey)
    await queue.claim(ANN, first.id)
    await queue.enqueue(ANN, acknowledge())
    expect(await queue.entries(ANN)).toHaveLength(1)
  })

  it('tells versions apart', async () => {
    await queue.enqueue(ANN, acknowledge('pver_7'))
    await queue.enqueue(ANN, acknowledge('pver_8'))
    await queue.enqueue(ANN, markRead('pver_7'))
    expect(await queue.entries(ANN)).toHaveLength(3)
  })

  it('replaces a waiting value by a later one', async () => {
    await queue.enqueue(ANN, setValue(1))
    await queue.enqueue(ANN, setValue(9, 'event.price'))
    await queue.enqueue(ANN, setValue(2))
    await queue.enqueue(ANN, clearValue())
    expect(
      (await queue.entries(ANN)).map(({ kind, input }) => [kind, 'value' in input && input.value]),
    ).toEqual([
      ['override-set', 9],
      ['override-clear', false],
    ])
  })

  it('leaves a value that is being sent, and sends the later one after it', async () => {
    const first = await queue.enqueue(ANN, setValue(1))
    await queue.claim(ANN, first.id)
    await queue.enqueue(ANN, setValue(2))
    expect((await queue.entries(ANN)).map(entry => entry.state)).toEqual(['sending', 'waiting'])
  })

  it('lets a wish made anew take the place of a refused one', async () => {
    const first = await queue.enqueue(ANN, acknowledge('pver_7', 'aa'))
    await queue.refuse(ANN, first.id, problem('refused', 'POLICIES_HASH_MISMATCH'))
    await queue.enqueue(ANN, acknowledge('pver_7', 'bb'))
    const entries = await queue.entries(ANN)
    expect(entries.map(entry => entry.state)).toEqual(['waiting'])
    expect(entries[0]?.requestKey).not.toBe(first.requestKey)
  })

  it('keeps a refusal until it is dismissed', async () => {
    const entry = await queue.enqueue(ANN, acknowledge())
    await queue.refuse(ANN, entry.id, problem('refused', 'POLICIES_STALE'))
    expect((await queue.entries(ANN))[0]).toMatchObject({
      state: 'refused',
      lastProblem: { code: 'POLICIES_STALE' },
    })
    await queue.dismiss(ANN, entry.id)
    expect(await queue.entries(ANN)).toEqual([])
  })

  it('gives a refused entry a new request key when it is tried once more', async () => {
    const entry = await queue.enqueue(ANN, setValue(1))
    await queue.refuse(ANN, entry.id, problem('refused', 'POLICIES_OUT_OF_BOUNDS'))
    const again = await queue.retry(ANN, entry.id)
    expect(again).toMatchObject({ state: 'waiting', lastProblem: null })
    expect(again?.requestKey).not.toBe(entry.requestKey)
    expect(await queue.retry(ANN, entry.id)).toBeNull()
  })

  it('does not dismiss what is being sent, nor claim it twice', async () => {
    const entry = await queue.enqueue(ANN, setValue(1))
    expect(await queue.claim(ANN, entry.id)).toMatchObject({ state: 'sending', attempts: 1 })
    expect(await queue.claim(ANN, entry.id)).toBeNull()
    await queue.dismiss(ANN, entry.id)
    expect(await queue.entries(ANN)).toHaveLength(1)
  })

  it('shows nobody the entries of another', async () => {
    await queue.enqueue(ANN, acknowledge())
    expect(await queue.entries('acct_ben')).toEqual([])
  })
})

describe('an outbox on the device', () => {
  it('survives a restart, and takes what was being sent as waiting', async () => {
    const before = queueOn(await sealed())
    const entry = await before.enqueue(ANN, acknowledge())
    await before.claim(ANN, entry.id)

    const after = queueOn(new SealedJournal(await device.store()))
    expect((await after.entries(ANN))[0]?.state).toBe('sending')
    await after.recover(ANN)
    expect(await after.entries(ANN)).toMatchObject([
      { state: 'waiting', requestKey: entry.requestKey, attempts: 1, firstSentAt: device.clock.now() },
    ])
  })

  it('says so when an account that was wiped meanwhile would lose an entry', async () => {
    const queue = queueOn(await sealed())
    const entry = await queue.enqueue(ANN, acknowledge())
    await new Vault(await device.store(), device.clock).wipe(ANN)
    await expect(queue.enqueue(ANN, acknowledge())).rejects.toBeInstanceOf(OutboxClosed)
    expect(await queue.release(ANN, entry.id, null)).toBeNull()
    await queue.confirm(ANN, entry.id)
  })

  it('neither shows nor sends an entry that was tampered with', async () => {
    const journal = await sealed()
    const queue = queueOn(journal)
    await queue.enqueue(ANN, acknowledge('pver_7'))
    await queue.enqueue(ANN, acknowledge('pver_8'))
    const store = await device.store()
    const [one, other] = await store.outbox(ANN)
    if (one && other) await store.changeOutbox(ANN, { put: [{ ...one, ciphertext: other.ciphertext }] })
    expect(await queue.entries(ANN)).toMatchObject([{ input: { version: 'pver_8' } }])
  })
})
