// @vitest-environment node
import 'fake-indexeddb/auto'
import { openDB } from 'idb'
import { beforeEach, describe, expect, it } from 'vitest'
import { SealedJournal } from './journal'
import { Queue } from './queue'
import type { Store } from './store'
import { acknowledge, TestDevice } from './testing'
import { LIFE_MS, Vault } from './vault'

const ANN = 'acct_ann'
const BEN = 'acct_ben'

let device: TestDevice
let store: Store
let vault: Vault

beforeEach(async () => {
  device = new TestDevice()
  store = await device.store()
  vault = new Vault(store, device.clock)
})

function queue(): Queue {
  const { clock, locks } = device.window().around
  return new Queue({ journal: new SealedJournal(store), clock, locks, changed: () => undefined })
}

describe('what is kept', () => {
  it('is read back by a later page', async () => {
    await vault.admit(ANN)
    expect(await vault.write(ANN, 'queries', { text: '会费三百' })).toBe(true)
    const later = new Vault(await device.store(), device.clock)
    expect(await later.read(ANN, 'queries')).toEqual({ text: '会费三百' })
    expect(await later.remembered()).toEqual({ account: ANN, lastContactAt: device.clock.now() })
  })

  it('stands on the device encrypted only, under a key no script can read', async () => {
    await vault.admit(ANN)
    await vault.write(ANN, 'queries', { text: 'a secret of the chapter' })
    const row = await store.record(ANN, 'queries')
    expect(new TextDecoder().decode(row?.ciphertext)).not.toContain('secret')
    const key = (await store.account(ANN))?.cache?.key
    expect(key?.extractable).toBe(false)
    await expect(crypto.subtle.exportKey('raw', key as CryptoKey)).rejects.toThrow()
  })

  it('is encrypted differently each time', async () => {
    await vault.admit(ANN)
    await vault.write(ANN, 'queries', 'same')
    const first = await store.record(ANN, 'queries')
    await vault.write(ANN, 'queries', 'same')
    expect((await store.record(ANN, 'queries'))?.iv).not.toEqual(first?.iv)
  })

  it('is not written for somebody the server has not accepted', async () => {
    expect(await vault.write(ANN, 'queries', 1)).toBe(false)
    expect(await store.record(ANN, 'queries')).toBeUndefined()
  })
})

describe('tampering', () => {
  async function change(change: (row: { ciphertext: ArrayBuffer; account: string; name: string }) => void) {
    const database = await openDB('flotilla-client')
    const row = await database.get('records', [ANN, 'queries'])
    change(row)
    await database.put('records', row)
    database.close()
  }

  beforeEach(async () => {
    await vault.admit(ANN)
    await vault.write(ANN, 'queries', { owed: 3 })
  })

  it('with a single bit makes a record unreadable and removes it', async () => {
    await change(row => {
      const bytes = new Uint8Array(row.ciphertext)
      bytes[0] = (bytes[0] ?? 0) ^ 1
    })
    expect(await vault.read(ANN, 'queries')).toBeUndefined()
    expect(await store.record(ANN, 'queries')).toBeUndefined()
  })

  it('by moving a record to another name is found out', async () => {
    await change(row => {
      row.name = 'other'
    })
    expect(await vault.read(ANN, 'other')).toBeUndefined()
    expect(await vault.read(ANN, 'queries')).toEqual({ owed: 3 })
  })
})

describe('expiry', () => {
  beforeEach(async () => {
    await vault.admit(ANN)
    await vault.write(ANN, 'queries', 'text')
  })

  it('comes 72 hours after the last contact', async () => {
    device.clock.advance(LIFE_MS - 1)
    expect(await vault.read(ANN, 'queries')).toBe('text')
    device.clock.advance(1)
    expect(await vault.read(ANN, 'queries')).toBeUndefined()
    expect(await vault.remembered()).toBeNull()
    expect(await vault.aliveSince(ANN)).toBeNull()
  })

  it('is put off by each contact', async () => {
    device.clock.advance(LIFE_MS - 1)
    await vault.reached(ANN)
    device.clock.advance(LIFE_MS - 1)
    expect(await vault.read(ANN, 'queries')).toBe('text')
  })

  it('is not undone by a contact that comes too late', async () => {
    device.clock.advance(LIFE_MS)
    await vault.admit(ANN)
    expect(await vault.read(ANN, 'queries')).toBeUndefined()
    expect(await vault.write(ANN, 'queries', 'new')).toBe(true)
    expect(await vault.read(ANN, 'queries')).toBe('new')
  })

  it('comes at once where the clock was set back', async () => {
    device.clock.advance(-24 * 60 * 60 * 1000)
    expect(await vault.read(ANN, 'queries')).toBeUndefined()
  })

  it('removes record and key at the next opening', async () => {
    device.clock.advance(LIFE_MS)
    await vault.sweep()
    expect(await store.record(ANN, 'queries')).toBeUndefined()
    expect(await store.account(ANN)).toBeUndefined()
  })

  it('leaves what is still to be sent', async () => {
    await queue().enqueue(ANN, acknowledge())
    device.clock.advance(LIFE_MS)
    await vault.sweep()
    expect((await store.account(ANN))?.cache).toBeNull()
    expect(await store.record(ANN, 'queries')).toBeUndefined()
    expect(await queue().entries(ANN)).toHaveLength(1)
  })
})

describe('destroying', () => {
  it('wipes one account with its outbox, and no other', async () => {
    await vault.admit(ANN)
    await queue().enqueue(ANN, acknowledge())
    await vault.admit(BEN)
    await vault.write(BEN, 'queries', 'his')
    await vault.wipe(ANN)
    expect(await store.account(ANN)).toBeUndefined()
    expect(await queue().entries(ANN)).toEqual([])
    expect(await vault.read(BEN, 'queries')).toBe('his')
    await vault.wipe()
    expect(await store.accounts()).toEqual([])
  })

  it('forgets cached data and keeps the outbox', async () => {
    await vault.admit(ANN)
    await vault.write(ANN, 'queries', 'text')
    await queue().enqueue(ANN, acknowledge())
    await vault.forget()
    expect(await vault.read(ANN, 'queries')).toBeUndefined()
    await vault.admit(ANN)
    expect(await vault.read(ANN, 'queries')).toBeUndefined()
    expect(await queue().entries(ANN)).toHaveLength(1)
  })

  it('destroys the cached data of whoever had the phone before', async () => {
    await vault.admit(ANN)
    await vault.write(ANN, 'queries', 'hers')
    await vault.admit(BEN)
    expect(await store.record(ANN, 'queries')).toBeUndefined()
    expect((await vault.remembered())?.account).toBe(BEN)
  })

  it('cannot be undone by a window that was about to write', async () => {
    await vault.admit(ANN)
    const row = await store.account(ANN)
    await vault.wipe(ANN)
    await vault.admit(ANN)
    const late = { account: ANN, name: 'queries', iv: new Uint8Array(12), ciphertext: new ArrayBuffer(16) }
    expect(await store.putRecord(late, row?.cache?.id ?? '')).toBe(false)
    await vault.wipe(ANN)
    await vault.reached(ANN)
    expect(await store.account(ANN)).toBeUndefined()
  })
})
