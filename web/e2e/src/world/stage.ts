import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest'
import { DESKTOP, launch, PHONE, Watched } from './browser'
import { kept } from './device'
import { until } from './until'

/** How long a page may take to show what is waited for, in milliseconds: a debug build on two busy cores. */
const PATIENCE = 30_000

/** Where the pages of a failed test are found. */
const FAILURES = resolve(import.meta.dirname, '../../output/failures')

interface Visit extends BrowserContextOptions {
  /** Servers beside the one under test that the pages may be sent to. */
  others?: readonly string[]
  /** Where the server is, if it is not the one that all files share. */
  address?: string
}

/** A browser with a context for each person who takes part. Every context is watched, and closed in the end. */
export class Stage {
  #browser: Browser | null = null
  #contexts: { context: BrowserContext; watched: Watched }[] = []

  async open(): Promise<void> {
    this.#browser = await launch()
  }

  /** The desktop of a member of staff. */
  desk(visit: Visit = {}): Promise<Page> {
    return this.#enter({ ...DESKTOP, ...visit })
  }

  /** The phone of a helmsman. */
  phone(visit: Visit = {}): Promise<Page> {
    return this.#enter({ ...PHONE, ...visit })
  }

  /** Waits until no page of a context waits for an answer. */
  async quiet(page: Page): Promise<void> {
    const { watched } = this.#contexts.find(({ context }) => context === page.context()) ?? {}
    await until('nothing is on its way', PATIENCE, () => watched?.isQuiet)
  }

  /**
   * Takes the network from a phone, once nothing is on its way: an answer that came late would tell the app that there is
   * a network.
   */
  async cutOff(phone: Page): Promise<void> {
    await until('nothing waits to be sent', PATIENCE, async () => (await kept(phone)).outbox === 0)
    await this.quiet(phone)
    await phone.context().setOffline(true)
    await phone.getByText('没有网络').waitFor()
  }

  /** What pages did since this was asked last that none of ours may do. */
  problems(): string[] {
    return this.#contexts.flatMap(({ watched }) => watched.problems.splice(0))
  }

  /** Writes down what every page shows, for whoever looks for the reason of a failure. */
  async record(name: string): Promise<void> {
    mkdirSync(FAILURES, { recursive: true })
    const pages = this.#contexts.flatMap(({ context }) => context.pages())
    for (const [index, page] of pages.entries()) {
      const file = join(FAILURES, `${name.replace(/[^\p{L}\d]+/gu, '-').slice(0, 80)}-${index + 1}`)
      const seen = await page.locator('body').ariaSnapshot({ timeout: 2_000 }).catch(String)
      writeFileSync(`${file}.txt`, `${page.url()}\n\n${seen}\n`)
      await page.screenshot({ path: `${file}.png`, timeout: 5_000 }).catch(() => undefined)
    }
  }

  async clear(): Promise<void> {
    await Promise.all(this.#contexts.splice(0).map(({ context }) => context.close()))
  }

  async close(): Promise<void> {
    await this.clear()
    await this.#browser?.close()
  }

  async #enter({ others = [], address = inject('address'), ...options }: Visit): Promise<Page> {
    if (!this.#browser) throw new Error('the stage is not open')
    const context = await this.#browser.newContext(options)
    context.setDefaultTimeout(PATIENCE)
    this.#contexts.push({ context, watched: new Watched(context, [address, ...others]) })
    return context.newPage()
  }
}

/**
 * A stage for the tests of a file. No test may leave a problem behind in a page. Contexts last as long as a test, or as
 * long as the file where its tests tell one story.
 */
export function useStage({ story = false } = {}): Stage {
  const stage = new Stage()
  beforeAll(() => stage.open())
  afterEach(async ({ task }) => {
    const problems = stage.problems()
    if (task.result?.state === 'fail' || problems.length > 0) await stage.record(task.name)
    if (!story) await stage.clear()
    expect(problems).toEqual([])
  })
  afterAll(() => stage.close())
  return stage
}
