// @vitest-environment node
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { TAKE_OVER, TAKE_OVER_UNSEEN } from './words'

vi.mock('workbox-precaching', () => ({
  precacheAndRoute: vi.fn(),
  cleanupOutdatedCaches: vi.fn(),
  createHandlerBoundToURL: vi.fn((url: string) => `page ${url}`),
}))
vi.mock('workbox-routing', () => ({
  NavigationRoute: class {
    constructor(
      readonly handler: string,
      readonly options: { allowlist: RegExp[] },
    ) {}
  },
  registerRoute: vi.fn(),
}))

/** By a name that the compiler does not follow: the worker is checked against the types of workers, not of pages. */
const SCRIPT = './sw'

function newWorker() {
  return Object.assign(new EventTarget(), {
    __WB_MANIFEST: [{ url: 'index.html', revision: '1' }],
    skipWaiting: vi.fn(async () => undefined),
    clients: { matchAll: vi.fn(async () => [{ visibilityState: 'hidden' }]) },
  })
}

let worker: ReturnType<typeof newWorker>

/** Says something to the worker, and waits for what it does. */
async function say(word: unknown) {
  const work: Promise<unknown>[] = []
  const event = Object.assign(new Event('message'), {
    data: word,
    waitUntil: (each: Promise<unknown>) => work.push(each),
  })
  worker.dispatchEvent(event)
  await Promise.all(work)
}

beforeEach(async () => {
  vi.resetModules()
  worker = newWorker()
  vi.stubGlobal('self', worker)
  await import(SCRIPT)
})

describe('the worker', () => {
  it('caches the files of the build, and routes nothing but pages of the app', async () => {
    const { precacheAndRoute } = await import('workbox-precaching')
    const { registerRoute } = await import('workbox-routing')
    expect(precacheAndRoute).toHaveBeenCalledWith(worker.__WB_MANIFEST)
    expect(registerRoute).toHaveBeenCalledTimes(1)
    const route = vi.mocked(registerRoute).mock.calls[0]?.[0] as unknown as {
      handler: string
      options: { allowlist: RegExp[] }
    }
    expect(route.handler).toBe('page /client/index.html')
    const isPage = (path: string) => route.options.allowlist.some(pattern => pattern.test(path))
    expect(
      ['/client', '/client/', '/client/policies/pver_7', '/client/?from=home'].filter(isPage),
    ).toHaveLength(4)
    expect(['/graphql', '/session/client/refresh', '/console/', '/clients'].filter(isPage)).toEqual([])
  })

  it('takes over only when it is asked to', async () => {
    worker.dispatchEvent(new Event('install'))
    await say('anything')
    expect(worker.skipWaiting).not.toHaveBeenCalled()
    await say(TAKE_OVER)
    expect(worker.skipWaiting).toHaveBeenCalled()
  })

  it('takes over unseen only if no page is in sight', async () => {
    worker.clients.matchAll.mockResolvedValueOnce([
      { visibilityState: 'hidden' },
      { visibilityState: 'visible' },
    ])
    await say(TAKE_OVER_UNSEEN)
    expect(worker.skipWaiting).not.toHaveBeenCalled()
    await say(TAKE_OVER_UNSEEN)
    expect(worker.skipWaiting).toHaveBeenCalled()
  })
})
