import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
  type Request,
} from 'playwright-core'

/** Starts the browser, quiet and without a wish to call home. */
export function launch(): Promise<Browser> {
  const executablePath = process.env.FLOTILLA_CHROMIUM ?? '/usr/bin/chromium'
  return chromium.launch({
    executablePath,
    args: [
      // As root, which containers are, Chromium has no sandbox.
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

export type Look = 'light' | 'dark'

/** A desktop, as HQ staff have. */
export const DESKTOP: BrowserContextOptions = { viewport: { width: 1360, height: 850 }, locale: 'zh-CN' }

/** A phone, as helmsmen have. */
export const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 780 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
  locale: 'zh-CN',
}

/** What the network does to a page is no fault of the page. */
const NETWORK = [
  // The browser reports every answer that is no success; those the page expects are tested where they matter.
  /^Failed to load resource/,
  // A socket that breaks with its network is what a test does on purpose.
  /^WebSocket connection to /,
]

/** What a page did that none of ours may do. */
export class Watched {
  readonly problems: string[] = []
  readonly #sockets: readonly string[]
  readonly #underway = new Set<Request>()

  /** Watches every page of a context: errors of scripts, refusals of the policy, requests to anybody else. */
  constructor(context: BrowserContext, addresses: readonly string[]) {
    context.on('page', page => this.#watch(page))
    context.on('weberror', fault => {
      const error = fault.error()
      this.problems.push(`error: ${error.stack ?? error.message}`)
    })
    context.on('console', message => {
      const text = message.text()
      if (message.type() !== 'error' || NETWORK.some(known => known.test(text))) return
      this.problems.push(`console: ${text} (${message.page()?.url() ?? 'worker'})`)
    })
    context.on('requestfinished', request => this.#underway.delete(request))
    context.on('requestfailed', request => this.#underway.delete(request))
    // Of the service worker too.
    context.on('request', request => {
      this.#underway.add(request)
      const url = request.url()
      if (/^(data|blob):/.test(url) || addresses.some(address => url.startsWith(`${address}/`))) return
      this.problems.push(`outside request: ${url}`)
    })
    this.#sockets = addresses.map(address => `${address.replace(/^http/, 'ws')}/`)
  }

  /** Whether no request waits for its answer. */
  get isQuiet(): boolean {
    return this.#underway.size === 0
  }

  #watch(page: Page): void {
    page.on('websocket', socket => {
      if (this.#sockets.some(address => socket.url().startsWith(address))) return
      this.problems.push(`outside socket: ${socket.url()}`)
    })
  }
}
