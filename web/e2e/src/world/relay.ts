import { createServer, type IncomingMessage, request, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'

/** Stands before a server and passes everything on, but for the files it was told to change. */
export class Relay {
  readonly #server: Server
  readonly #changes = new Map<string, (text: string) => string>()

  private constructor(server: Server) {
    this.#server = server
  }

  static async start(target: string): Promise<Relay> {
    const { hostname, port } = new URL(target)
    const server = createServer()
    const relay = new Relay(server)
    server.on('request', (asked, answer) => {
      const change = relay.#changes.get(asked.url ?? '')
      // What is changed must come whole and in plain text.
      const headers = change ? { host: asked.headers.host } : asked.headers
      const passed = request(
        { hostname, port, path: asked.url, method: asked.method, headers },
        async got => {
          if (!change) {
            answer.writeHead(got.statusCode ?? 502, got.headers)
            got.pipe(answer)
            return
          }
          const body = change(await text(got))
          const { etag: _another, ...headers } = got.headers
          answer.writeHead(200, { ...headers, 'content-length': Buffer.byteLength(body) })
          answer.end(body)
        },
      )
      passed.on('error', () => answer.destroy())
      asked.pipe(passed)
    })
    server.on('upgrade', (asked: IncomingMessage, socket, head) => {
      const passed = connect(Number(port), hostname, () => {
        const lines = asked.rawHeaders.flatMap((name, at, all) =>
          at % 2 === 0 ? `${name}: ${all[at + 1]}` : [],
        )
        passed.write(`${asked.method} ${asked.url} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`)
        passed.write(head)
        passed.pipe(socket).pipe(passed)
      })
      for (const end of [passed, socket]) end.on('error', () => [passed, socket].map(each => each.destroy()))
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    return relay
  }

  get address(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** From now on a file is another than the server's. */
  change(path: string, change: (text: string) => string): void {
    this.#changes.set(path, change)
  }

  async stop(): Promise<void> {
    const closed = new Promise(resolve => this.#server.close(resolve))
    this.#server.closeAllConnections()
    await closed
  }
}
