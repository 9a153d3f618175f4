import { TAKE_OVER, TAKE_OVER_UNSEEN } from './words'

/** Whether a newer build waits to be used. */
export type UpdateState = 'current' | 'update-ready'

/** How often an open app looks for a newer build when it comes into sight, in milliseconds. */
const LOOK_EVERY_MS = 60 * 60 * 1000

/** What the browser gives; tests give their own. */
export interface UpdateParts {
  container: ServiceWorkerContainer
  /** Address of the worker. */
  url: string
  scope: string
  /** Whether a reload would disturb nothing that is going on. */
  isIdle: () => boolean
  isHidden: () => boolean
  onVisibility: (hear: () => void) => void
  now: () => number
  reload: () => void
}

/**
 * Brings newer builds into use. A new worker waits until the person agrees, or until nobody looks at the app and nothing
 * is going on; then the page is loaded anew, once.
 */
export class Updates {
  readonly #parts: UpdateParts | null
  readonly #listeners = new Set<() => void>()
  #state: UpdateState = 'current'
  #registration: ServiceWorkerRegistration | null = null
  #agreed = false
  #reloaded = false
  #replaced = false
  #holds = 0
  #lookedAt: number

  /** Without parts there is no worker, and nothing ever to be done. */
  constructor(parts: UpdateParts | null) {
    this.#parts = parts
    this.#lookedAt = parts?.now() ?? 0
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly getSnapshot = (): UpdateState => this.#state

  /** Registers the worker and watches for newer ones. An app without worker needs network, but works. */
  async start(): Promise<void> {
    const parts = this.#parts
    if (!parts) return
    const hadWorker = parts.container.controller !== null
    // The first worker of all takes no page over, so that this tells of a newer one.
    if (hadWorker) parts.container.addEventListener('controllerchange', () => this.#takenOver())
    parts.onVisibility(() => this.#seenOrNot())
    try {
      const { url, scope } = parts
      const registration = await parts.container.register(url, { scope, updateViaCache: 'none' })
      this.#registration = registration
      if (registration.waiting && hadWorker) this.#ready()
      registration.addEventListener('updatefound', () => this.#watch(registration.installing))
      this.#watch(registration.installing)
    } catch {
      // Some browsers forbid workers in private windows.
    }
  }

  /** The person agrees to the newer build: it is brought into use and the page loaded anew. */
  apply(): void {
    if (this.#state !== 'update-ready') return
    this.#agreed = true
    if (this.#replaced) this.#reload()
    else this.#registration?.waiting?.postMessage(TAKE_OVER)
  }

  /** Keeps the page from being loaded anew by itself while something unsaved is in it. Answers what ends that. */
  hold(): () => void {
    this.#holds += 1
    let held = true
    return () => {
      if (held) this.#holds -= 1
      held = false
    }
  }

  #watch(worker: ServiceWorker | null): void {
    worker?.addEventListener('statechange', () => {
      // Without a worker before it, it is no update.
      if (worker.state === 'installed' && this.#parts?.container.controller) this.#ready()
    })
  }

  #ready(): void {
    this.#to('update-ready')
    this.#unseen()
  }

  /** A newer worker controls this page, because the person agreed here or in another window. */
  #takenOver(): void {
    this.#replaced = true
    if (this.#agreed || this.#mayReloadUnasked()) this.#reload()
    else this.#to('update-ready')
  }

  #seenOrNot(): void {
    const parts = this.#parts
    if (!parts) return
    if (this.#state === 'update-ready') {
      this.#unseen()
    } else if (!parts.isHidden() && parts.now() - this.#lookedAt >= LOOK_EVERY_MS) {
      this.#lookedAt = parts.now()
      // Without network there is no newer build to be had now.
      this.#registration?.update().catch(() => undefined)
    }
  }

  #unseen(): void {
    if (!this.#mayReloadUnasked()) return
    if (this.#replaced) this.#reload()
    else this.#registration?.waiting?.postMessage(TAKE_OVER_UNSEEN)
  }

  #mayReloadUnasked(): boolean {
    const parts = this.#parts
    return parts !== null && this.#holds === 0 && parts.isHidden() && parts.isIdle()
  }

  #reload(): void {
    if (this.#reloaded) return
    this.#reloaded = true
    this.#parts?.reload()
  }

  #to(state: UpdateState): void {
    if (this.#state === state) return
    this.#state = state
    for (const listener of [...this.#listeners]) listener()
  }
}
