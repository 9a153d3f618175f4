import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Api } from './execute'
import { Session } from './session'

type Handler = (path: string, init: RequestInit) => Promise<Response> | Response

let handle: Handler
/** What was sent to the API, with whose token. */
let sent: string[]

beforeEach(() => {
  sent = []
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    if (path === '/graphql') sent.push(new Headers(init.headers).get('authorization') ?? '')
    return handle(path, init)
  })
})

afterEach(() => {
  vi.unstubAllGlobals()
})

function tokenOf(subject: string, lifetime = 900): string {
  return `head.${btoa(JSON.stringify({ sub: subject, iat: 0, exp: lifetime }))}.sign`
}

function answer(body: unknown, status = 200): Response {
  return new Response(typeof body === 'string' ? body : JSON.stringify(body), { status })
}

const signedInAs = (subject: string, lifetime?: number) =>
  answer({ accessToken: tokenOf(subject, lifetime), expiresAt: '' })
const refused = () => answer({ errors: [{ message: 'no', extensions: { code: 'UNAUTHENTICATED' } }] }, 401)
const done = () => answer({ data: { done: true } })

const mutation = { toString: () => 'mutation { done }' }

/** A session of Ann's, as a page has it that she opened. */
async function annsPage() {
  const session = new Session('console')
  const replaced = vi.fn()
  session.replaced = replaced
  handle = () => signedInAs('ann')
  await session.start()
  expect(session.subject).toBe('ann')
  const states: string[] = []
  session.subscribe(() => states.push(session.state))
  return { session, api: new Api(session), replaced, states }
}

/** Ann's page after the server has ended her session; a mutation of hers waits for a sign-in. */
async function annExpired() {
  const page = await annsPage()
  handle = refused
  const waiting = page.api.execute(mutation)
  waiting.catch(() => undefined)
  await vi.waitFor(() => expect(page.session.state).toBe('expired'))
  return { ...page, waiting }
}

describe('a session that an operation has begun', () => {
  it('is kept by the browser from then on', async () => {
    const session = new Session('client')
    handle = refused
    await session.start()
    const asked: [string, unknown][] = []
    handle = (path, init) => {
      asked.push([path, JSON.parse(String(init.body))])
      return signedInAs('ann')
    }
    await session.adopt(tokenOf('ann', 60))
    expect(asked).toEqual([['/session/client/keep', { accessToken: tokenOf('ann', 60) }]])
    expect([session.state, session.subject]).toEqual(['signed-in', 'ann'])
    expect(await session.token()).toBe(tokenOf('ann'))
  })

  it('lasts as long as its token where it cannot be kept, and then asks to sign in again', async () => {
    const session = new Session('client')
    handle = refused
    await session.start()
    expect(session.state).toBe('signed-out')
    await session.adopt(tokenOf('ann'))
    expect([session.state, session.subject]).toEqual(['signed-in', 'ann'])
    const api = new Api(session)
    handle = path => (path === '/graphql' ? done() : refused())
    expect(await api.execute(mutation)).toEqual({ done: true })
    expect(sent).toEqual([`Bearer ${tokenOf('ann')}`])

    // Nothing refreshes it: the browser holds no cookie.
    await session.adopt(tokenOf('ann', 1))
    const waiting = api.execute(mutation)
    waiting.catch(() => undefined)
    await vi.waitFor(() => expect(session.state).toBe('expired'))
    handle = path => (path === '/graphql' ? done() : signedInAs('ann'))
    await session.signInWithCode('139', '123456')
    expect(await waiting).toEqual({ done: true })
  })
})

describe('an expired session', () => {
  it('goes on with what waited when the same person signs in again', async () => {
    const { session, waiting, replaced } = await annExpired()
    handle = path => (path === '/graphql' ? done() : signedInAs('ann'))
    await session.signInWithPassword('ann', 'secret')
    expect(await waiting).toEqual({ done: true })
    expect(replaced).not.toHaveBeenCalled()
  })

  it('sends nothing of one person as another who signs in, and begins the page anew', async () => {
    const { session, waiting, replaced, states } = await annExpired()
    const before = sent.length
    handle = path => (path === '/graphql' ? done() : signedInAs('ben'))
    await session.signInWithPassword('ben', 'secret')
    await expect(waiting).rejects.toMatchObject({ kind: 'signed-out' })
    expect(states).toEqual(['expired', 'signed-out'])
    await vi.waitFor(() => expect(replaced).toHaveBeenCalledOnce())
    expect(sent).toHaveLength(before)
  })

  it.each([
    ['is not signed in yet', refused],
    ['has no network', () => Promise.reject(new TypeError('no network'))],
    ['meets a proxy', () => answer('<h1>Bad gateway</h1>', 502)],
  ])('stays as it is when somebody goes on who %s', async (_what, refresh: Handler) => {
    const { session, waiting } = await annExpired()
    handle = refresh
    await expect(session.start()).rejects.toThrow()
    expect(session.state).toBe('expired')
    handle = path => (path === '/graphql' ? done() : signedInAs('ann'))
    await session.start()
    expect(await waiting).toEqual({ done: true })
  })
})

describe('a cookie that is somebody else’s by now', () => {
  it('ends the page that renews with it', async () => {
    const { api, session, replaced, states } = await annsPage()
    let first = true
    handle = path => {
      if (path !== '/graphql') return signedInAs('ben')
      const response = first ? refused() : done()
      first = false
      return response
    }
    await expect(api.execute(mutation)).rejects.toMatchObject({ kind: 'signed-out' })
    expect(sent).toEqual([`Bearer ${tokenOf('ann')}`])
    expect(session.subject).toBeNull()
    expect(states).toEqual(['signed-out'])
    await vi.waitFor(() => expect(replaced).toHaveBeenCalledOnce())
  })

  it('does not carry out what was asked for before, once its token is refused', async () => {
    const { api, session } = await annsPage()
    let give: (response: Response) => void = () => undefined
    handle = path => (path === '/graphql' ? new Promise(resolve => (give = resolve)) : answer('', 204))
    const asked = api.execute(mutation)
    await vi.waitFor(() => expect(sent).toHaveLength(1))
    handle = path => (path.endsWith('/end') ? new Response(null, { status: 204 }) : signedInAs('ben'))
    await session.signOut()
    await session.signInWithPassword('ben', 'secret')
    give(refused())
    await expect(asked).rejects.toMatchObject({ kind: 'signed-out' })
    expect(sent).toEqual([`Bearer ${tokenOf('ann')}`])
    expect(session.state).toBe('signed-in')
  })
})

describe('a refresh that is on its way', () => {
  it('is over before a sign-in is asked for, and cannot end the new session', async () => {
    const { session } = await annsPage()
    const asked: string[] = []
    let give: (response: Response) => void = () => undefined
    handle = path => {
      asked.push(path)
      return path.endsWith('/refresh') ? new Promise(resolve => (give = resolve)) : signedInAs('ann')
    }
    const renewed = session.renew()
    const signedIn = session.signInWithPassword('ann', 'secret')
    await vi.waitFor(() => expect(asked).toEqual(['/session/console/refresh']))
    give(refused())
    await signedIn
    expect(await renewed).toBe(tokenOf('ann'))
    expect(session.state).toBe('signed-in')
  })

  it('does not sign in again who has left meanwhile', async () => {
    const { session } = await annsPage()
    let give: (response: Response) => void = () => undefined
    handle = () => new Promise(resolve => (give = resolve))
    const renewed = session.renew()
    renewed.catch(() => undefined)
    await new Promise(resolve => setTimeout(resolve))
    session.leave()
    give(signedInAs('ann'))
    await expect(renewed).rejects.toMatchObject({ kind: 'signed-out' })
    expect(session.state).toBe('signed-out')
  })
})

describe('an answer that is not the API’s', () => {
  it.each([
    [502, 'offline'],
    [429, 'rate-limited'],
    [413, 'input'],
    // Only the server itself ends a session.
    [401, 'server'],
    [200, 'server'],
  ])('of status %i is of the kind %s', async (status, kind) => {
    const { api, session } = await annsPage()
    handle = () => answer('<html>', status)
    await expect(api.execute(mutation)).rejects.toMatchObject({ kind })
    expect(session.state).toBe('signed-in')
  })

  it('is no network where it breaks off', async () => {
    const { api } = await annsPage()
    const body = new ReadableStream({ start: stream => stream.error(new TypeError('lost')) })
    handle = () => new Response(body)
    await expect(api.execute(mutation)).rejects.toMatchObject({ kind: 'offline' })
  })
})
