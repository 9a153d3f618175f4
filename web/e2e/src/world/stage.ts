import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest'
import { DESKTOP, launch, PHONE, Watched } from './browser'

/** How long a page may take to show what is waited for, in milliseconds: a debug build on two busy cores. */
const PATIENCE = 30_000

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

  /** What pages did since this was asked last that none of ours may do. */
  problems(): string[] {
    return this.#contexts.flatMap(({ watched }) => watched.problems.splice(0))
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
  afterEach(async () => {
    const problems = stage.problems()
    if (!story) await stage.clear()
    expect(problems).toEqual([])
  })
  afterAll(() => stage.close())
  return stage
}
