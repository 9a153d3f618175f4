// @vitest-environment node
import { QueryClient } from '@tanstack/react-query'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { offlineQuery, Persister, type Shelf } from './persist'
import { TestClock } from './testing'

let clock: TestClock
let shelf: Shelf & { value: unknown; write: ReturnType<typeof vi.fn> }

beforeEach(() => {
  clock = new TestClock()
  shelf = {
    value: undefined,
    read: async () => structuredClone(shelf.value),
    // As the vault does: what stands on the shelf went through JSON.
    write: vi.fn(async (value: unknown) => {
      shelf.value = JSON.parse(JSON.stringify(value))
    }),
  }
})

async function page(form = '1', most?: number) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false, networkMode: 'always' } } })
  const persister = new Persister(client, clock, form, most)
  await persister.attach(shelf)
  const fetch = (key: string, data: unknown) =>
    client.fetchQuery({ ...offlineQuery, queryKey: [key], queryFn: async () => data })
  return { client, persister, fetch }
}

async function written() {
  clock.advance(1000)
  await vi.waitFor(() => expect(shelf.write).toHaveBeenCalled(), { interval: 1 })
}

describe('persisting', () => {
  it('brings marked queries back in a new page, with the time they were read', async () => {
    const before = await page()
    await before.fetch('inbox', [{ id: 1 }])
    await before.client.fetchQuery({ queryKey: ['private'], queryFn: async () => 'not marked' })
    const readAt = before.client.getQueryState(['inbox'])?.dataUpdatedAt
    await written()

    const { client } = await page()
    expect(client.getQueryData(['inbox'])).toEqual([{ id: 1 }])
    expect(client.getQueryState(['inbox'])?.dataUpdatedAt).toBe(readAt)
    expect(client.getQueryData(['private'])).toBeUndefined()
    expect(JSON.stringify(shelf.value)).not.toContain('not marked')
  })

  it('gathers changes and writes them once', async () => {
    const { fetch } = await page()
    await fetch('one', 1)
    await fetch('two', 2)
    expect(shelf.write).not.toHaveBeenCalled()
    await written()
    expect(shelf.write).toHaveBeenCalledTimes(1)
  })

  it('writes at once when the page goes out of sight, and only what has changed', async () => {
    const { fetch, persister } = await page()
    await persister.flush()
    expect(shelf.write).not.toHaveBeenCalled()
    await fetch('one', 1)
    await persister.flush()
    expect(shelf.write).toHaveBeenCalledTimes(1)
  })

  it('keeps what was read before when a later reading fails', async () => {
    const before = await page()
    await before.fetch('inbox', ['old'])
    const failing = {
      ...offlineQuery,
      queryKey: ['inbox'],
      queryFn: () => Promise.reject(new Error('no network')),
    }
    await expect(before.client.fetchQuery(failing)).rejects.toThrow()
    await written()

    const { client } = await page()
    expect(client.getQueryState(['inbox'])).toMatchObject({ data: ['old'], status: 'success', error: null })
  })

  it('keeps what nobody looked at in this page', async () => {
    const before = await page()
    await before.fetch('policy', 'text')
    await written()
    const between = await page()
    await between.fetch('inbox', [])
    await between.persister.flush()
    const { client } = await page()
    expect(client.getQueryData(['policy'])).toBe('text')
  })

  it('leaves out what was read longest ago where not all fits', async () => {
    const before = await page('1', 2500)
    const now = vi.spyOn(Date, 'now')
    for (const [index, key] of ['old', 'middle', 'new'].entries()) {
      now.mockReturnValue(1000 + index)
      await before.fetch(key, 'x'.repeat(800))
    }
    now.mockRestore()
    await written()
    const { client } = await page()
    const kept = ['old', 'middle', 'new'].filter(key => client.getQueryData([key]) !== undefined)
    expect(kept).toEqual(['middle', 'new'])
  })

  it('does not read data of another form', async () => {
    const before = await page('1')
    await before.fetch('inbox', [])
    await written()
    const { client } = await page('2')
    expect(client.getQueryData(['inbox'])).toBeUndefined()
  })

  it('keeps newer data that is in memory already', async () => {
    const before = await page()
    await before.fetch('inbox', 'from the shelf')
    await written()
    const { client, persister } = await page()
    client.setQueryData(['inbox'], 'just read', { updatedAt: Date.now() + 1000 })
    await persister.attach(shelf)
    expect(client.getQueryData(['inbox'])).toBe('just read')
  })

  it('writes nothing once it is detached', async () => {
    const { fetch, persister } = await page()
    await fetch('inbox', [])
    persister.detach()
    clock.advance(1000)
    await fetch('other', [])
    await persister.flush()
    expect(shelf.write).not.toHaveBeenCalled()
  })
})
