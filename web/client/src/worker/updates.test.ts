// @vitest-environment node
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { Updates } from './updates'
import { TAKE_OVER, TAKE_OVER_UNSEEN } from './words'

/** A worker as the page sees it. */
class TestWorker extends EventTarget {
  state = 'installing'
  postMessage = vi.fn()

  become(state: string) {
    this.state = state
    this.dispatchEvent(new Event('statechange'))
  }
}

class TestRegistration extends EventTarget {
  installing: TestWorker | null = null
  waiting: TestWorker | null = null
  update = vi.fn(async () => undefined)

  /** The browser finds a newer worker and installs it. */
  find(): TestWorker {
    const worker = new TestWorker()
    this.installing = worker
    this.dispatchEvent(new Event('updatefound'))
    this.installing = null
    this.waiting = worker
    worker.become('installed')
    return worker
  }
}

let registration: TestRegistration
let container: EventTarget & { controller: object | null; register: ReturnType<typeof vi.fn> }
let hidden: boolean
let idle: boolean
let now: number
let look: () => void
const reload = vi.fn()

beforeEach(() => {
  registration = new TestRegistration()
  const register = vi.fn(async () => registration)
  container = Object.assign(new EventTarget(), { controller: {} as object | null, register })
  hidden = false
  idle = true
  now = 0
  reload.mockClear()
})

async function started(): Promise<Updates> {
  const updates = new Updates({
    container: container as unknown as ServiceWorkerContainer,
    url: '/client/sw.js',
    scope: '/client/',
    isIdle: () => idle,
    isHidden: () => hidden,
    onVisibility: hear => {
      look = hear
    },
    now: () => now,
    reload,
  })
  await updates.start()
  return updates
}

function takeOver() {
  container.dispatchEvent(new Event('controllerchange'))
}

describe('a newer build', () => {
  it('waits for the person to agree, and is loaded once', async () => {
    const updates = await started()
    const heard = vi.fn()
    updates.subscribe(heard)
    updates.apply()
    const worker = registration.find()
    expect(updates.getSnapshot()).toBe('update-ready')
    expect(heard).toHaveBeenCalledTimes(1)
    expect(worker.postMessage).not.toHaveBeenCalled()
    updates.apply()
    expect(worker.postMessage).toHaveBeenCalledWith(TAKE_OVER)
    expect(reload).not.toHaveBeenCalled()
    takeOver()
    takeOver()
    expect(reload).toHaveBeenCalledTimes(1)
  })

  it('that waits already when the page opens is told of', async () => {
    registration.waiting = new TestWorker()
    expect((await started()).getSnapshot()).toBe('update-ready')
  })

  it('is none when it is the first', async () => {
    container.controller = null
    const updates = await started()
    registration.find()
    expect(updates.getSnapshot()).toBe('current')
    container.controller = {}
    takeOver()
    expect(reload).not.toHaveBeenCalled()
  })

  it('is asked to take over by itself when nobody looks and nothing is going on', async () => {
    const updates = await started()
    const worker = registration.find()
    idle = false
    hidden = true
    look()
    idle = true
    const release = updates.hold()
    look()
    expect(worker.postMessage).not.toHaveBeenCalled()
    release()
    release()
    look()
    expect(worker.postMessage).toHaveBeenCalledWith(TAKE_OVER_UNSEEN)
    takeOver()
    expect(reload).toHaveBeenCalledTimes(1)
  })

  it('that another window agreed to is not forced on one that is looked at', async () => {
    const updates = await started()
    takeOver()
    expect(reload).not.toHaveBeenCalled()
    expect(updates.getSnapshot()).toBe('update-ready')
    updates.apply()
    expect(reload).toHaveBeenCalledTimes(1)
  })

  it('is looked for when the app comes into sight, at most once an hour', async () => {
    await started()
    look()
    expect(registration.update).not.toHaveBeenCalled()
    now = 60 * 60 * 1000
    look()
    look()
    expect(registration.update).toHaveBeenCalledTimes(1)
  })
})

describe('a browser without workers', () => {
  it('stays as it is', async () => {
    const none = new Updates(null)
    await none.start()
    none.apply()
    expect(none.getSnapshot()).toBe('current')
    container.register.mockRejectedValue(new Error('not allowed'))
    expect((await started()).getSnapshot()).toBe('current')
  })
})
