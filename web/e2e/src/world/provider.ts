import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import Provider from 'oidc-provider'

/** What a console is called at the provider, and how it shows that it is it. */
export const CLIENT = { id: 'flotilla-console', secret: 'a-secret-between-the-two-of-them' }

/** Somebody whose e-mail the provider has not verified has this before it. */
const UNVERIFIED = 'unverified+'

/**
 * A real provider of identities, at which anybody may call themselves anything. It stands on `localhost`, which for a
 * browser is another site than the console on 127.0.0.1.
 */
export class Identities {
  readonly issuer: string
  /** Parts of it that are out of order, by the beginning of their path. */
  broken: string | null = null
  readonly #server: Server

  private constructor(server: Server, issuer: string) {
    this.#server = server
    this.issuer = issuer
  }

  /** Starts it, for a console at `address`. */
  static async start(address: string): Promise<Identities> {
    const server = createServer()
    await new Promise<void>(resolve => server.listen(0, 'localhost', resolve))
    const issuer = `http://localhost:${(server.address() as AddressInfo).port}`
    const identities = new Identities(server, issuer)
    const provider = newProvider(issuer, address)
    const answer = provider.callback()
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      const path = request.url ?? '/'
      if (identities.broken !== null && path.startsWith(identities.broken)) {
        response.writeHead(503).end('out of order')
      } else if (path.startsWith('/interaction/')) {
        void interact(provider, request, response)
      } else {
        void answer(request, response)
      }
    })
    return identities
  }

  async stop(): Promise<void> {
    const closed = new Promise(resolve => this.#server.close(resolve))
    this.#server.closeAllConnections()
    await closed
  }
}

function newProvider(issuer: string, address: string): Provider {
  const provider: Provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [`${address}/session/console/oidc/callback`],
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    pkce: { required: () => true, methods: ['S256'] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    cookies: { keys: ['known to the tests'] },
    findAccount: (_context: unknown, id: string) => ({
      accountId: id,
      claims: () => ({
        sub: id,
        email: id.replace(UNVERIFIED, ''),
        email_verified: !id.startsWith(UNVERIFIED),
      }),
    }),
    // Whoever signs in allows what the console asks for.
    loadExistingGrant: async (context: { oidc: { session: { accountId: string } } }) => {
      const grant = new provider.Grant({ accountId: context.oidc.session.accountId, clientId: CLIENT.id })
      grant.addOIDCScope('openid email')
      await grant.save()
      return grant
    },
  })
  return provider
}

/** The provider's own sign-in page. */
async function interact(
  provider: Provider,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method === 'GET') {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
    response.end(`<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>Identities</title>
      <form method="post"><label>Who are you? <input name="login"></label>
      <button name="way" value="on">Sign in</button><button name="way" value="off">Cancel</button></form>`)
    return
  }
  const form = new URLSearchParams(await text(request))
  const login = { accountId: form.get('login') ?? '' }
  const refusal = { error: 'access_denied', error_description: 'the person cancelled' }
  await provider.interactionFinished(request, response, form.get('way') === 'on' ? { login } : refusal)
}
