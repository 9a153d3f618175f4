import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { until } from './until'

/** How long a server may take to seed and start, in milliseconds: a debug build on a busy machine. */
const PATIENCE = 180_000

/** A running executable with the demo's tree and people. */
export class Server {
  readonly address: string
  /** The file it logs to. */
  readonly log: string
  readonly #process: ChildProcess
  readonly #folder: string

  private constructor(process: ChildProcess, folder: string, log: string, address: string) {
    this.#process = process
    this.#folder = folder
    this.log = log
    this.address = address
  }

  /**
   * Starts `flotilla demo` on a free port and waits until it serves. The backend is what `DATABASE_URL` and `REDIS_URL`
   * say, else SQLite and the in-process bus in a folder of its own; always that for one that is `embedded`.
   */
  static async start(
    options: { listen?: string; embedded?: boolean; settings?: Record<string, string> } = {},
  ): Promise<Server> {
    const program = process.env.FLOTILLA_PROGRAM
    if (!program) throw new Error('FLOTILLA_PROGRAM names no executable: run `cargo xtask test`')
    const folder = mkdtempSync(join(tmpdir(), 'flotilla-pages-'))
    const log = join(folder, 'log')
    const settings = Object.entries({ rate_limits: 'false', ...options.settings })
    const words = ['demo', '--data-dir', join(folder, 'data'), '--listen', options.listen ?? '127.0.0.1:0']
    const file = openSync(log, 'a')
    const child = spawn(
      program,
      [...words, ...settings.flatMap(([key, value]) => ['--set', `${key}=${value}`])],
      {
        stdio: ['ignore', file, file],
        env: environment(options.embedded ?? false),
      },
    )
    closeSync(file)
    const address = await until('the server serves', PATIENCE, () => {
      const text = readFileSync(log, 'utf8')
      if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}:\n${text}`)
      return /serving at (http:\/\/[^\s/]+)/.exec(text)?.[1]
    })
    return new Server(child, folder, log, address)
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode === null) {
      const gone = new Promise(resolve => this.#process.once('exit', resolve))
      this.#process.kill('SIGTERM')
      const killer = setTimeout(() => this.#process.kill('SIGKILL'), 40_000)
      await gone
      clearTimeout(killer)
    }
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

/** What a server is to know of the environment: neither what is said to the tests nor the settings of whoever runs them. */
function environment(embedded: boolean): NodeJS.ProcessEnv {
  const isOurs = (name: string) =>
    name.startsWith('FLOTILLA_') || (embedded && (name === 'DATABASE_URL' || name === 'REDIS_URL'))
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !isOurs(name)))
}

/** Colours of a terminal. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: an escape sequence begins with a control character
const ESCAPES = /\u001b\[[0-9;]*m/g

/** The one-time codes that a demo has written to its log for a phone, the oldest first. */
export function codesFor(log: string, phone: string): string[] {
  const masked = `${phone.slice(0, 3)}****${phone.slice(-4)}`
  const lines = readFileSync(log, 'utf8').replace(ESCAPES, '').split('\n')
  return lines
    .filter(line => line.includes('one-time code') && line.includes(masked))
    .flatMap(line => /code="?(\d{6})"?/.exec(line)?.[1] ?? [])
}
