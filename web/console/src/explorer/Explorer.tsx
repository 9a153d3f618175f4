import 'graphiql/setup-workers/vite'
import 'graphiql/style.css'
import '@shared/styles/index.css'
import { type Cost, Session } from '@shared/api'
import { defineMessages, LanguageProvider, useMessages } from '@shared/i18n'
import { GraphiQL } from 'graphiql'
import { StrictMode, useMemo, useState, useSyncExternalStore } from 'react'
import { createRoot } from 'react-dom/client'
import { examples } from '../pages/explorer/examples'
import { fetcherOf } from './fetcher'
import './Explorer.css'

const messages = defineMessages({
  zh: {
    title: '接口查询',
    back: '回到控制台',
    signedOut: '请先登录控制台，再打开查询器。',
    signIn: '去登录',
    expired: '登录已过期，写的内容都还在。请在新窗口登录，再点“继续”。',
    go: '继续',
    cost: (cost: Cost) => `开销 ${cost.requested} / 上限 ${cost.limit}`,
  },
  en: {
    title: 'Explorer',
    back: 'Back to the console',
    signedOut: 'Sign in to the console first, then open the explorer.',
    signIn: 'Sign in',
    expired:
      'Your session has ended; what you wrote is still here. Sign in in a new window, then press “Go on”.',
    go: 'Go on',
    cost: (cost: Cost) => `Cost ${cost.requested} of at most ${cost.limit}`,
  },
})

/** Shows the explorer with the session of the console. */
export function show(): void {
  const session = new Session('console')
  session.start().catch(() => undefined)
  const root = document.getElementById('root')
  if (!root) throw new Error('the page has no #root')
  createRoot(root).render(
    <StrictMode>
      <LanguageProvider>
        <Explorer session={session} />
      </LanguageProvider>
    </StrictMode>,
  )
}

function Explorer({ session }: { session: Session }) {
  const t = useMessages(messages)
  const state = useSyncExternalStore(session.subscribe, () => session.state)
  const [cost, setCost] = useState<Cost | null>(null)
  const fetcher = useMemo(() => fetcherOf(session, setCost), [session])
  if (state === 'starting') return null
  return (
    <main className="explorer">
      <header className="explorer-head">
        <h1>{t.title}</h1>
        <output aria-live="polite">{cost ? t.cost(cost) : ''}</output>
        <a href="/console/">{t.back}</a>
        {state === 'expired' ? (
          <p role="alert">
            {t.expired}{' '}
            <a href="/console/sign-in" target="_blank" rel="noreferrer">
              {t.signIn}
            </a>{' '}
            <button type="button" onClick={() => session.start().catch(() => undefined)}>
              {t.go}
            </button>
          </p>
        ) : null}
      </header>
      {state === 'signed-in' || state === 'expired' ? (
        <GraphiQL fetcher={fetcher} initialQuery={asked()} />
      ) : (
        <p>
          {t.signedOut} <a href="/console/sign-in">{t.signIn}</a>
        </p>
      )}
    </main>
  )
}

/** The query that the address brings along, else the first example. */
function asked(): string {
  try {
    return decodeURIComponent(location.hash.slice(1)) || examples[0].query
  } catch {
    // Somebody has shortened the address.
    return examples[0].query
  }
}
