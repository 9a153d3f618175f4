import { connect, execute, newQueryClient, SessionProvider } from '@shared/api'
import { LanguageProvider } from '@shared/i18n'
import { applyTheme, Toasts } from '@shared/ui'
import '@shared/styles/index.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { RouterProvider } from 'react-router'
import { createOffline, OfflineProvider, senderFor } from './offline'
import { affectedBy } from './shell/affected'
import { newRouter } from './shell/router'
import { watchSession } from './shell/sessionWatch'
import { UpdatesProvider } from './shell/updates'
import { registerWorker } from './worker'

/** The form of what is kept of queries on the phone: older caches are dropped when this changes. */
const FORM = '1'

async function start(): Promise<void> {
  applyTheme()
  const queries = newQueryClient()
  const connection = connect('client')
  const { session } = connection
  const send = senderFor(execute, () => session.subject)
  const offline = await createOffline({ client: queries, send, invalidates: affectedBy, form: FORM })
  watchSession(session, offline)
  // What was read last stands on the first picture, also without a network.
  const remembered = await offline.remembered()
  if (remembered) await offline.open(remembered.account)
  const updates = registerWorker({ isIdle: () => offline.isIdle() })
  const root = document.getElementById('root')
  if (!root) throw new Error('the page has no #root')
  createRoot(root).render(
    <StrictMode>
      <LanguageProvider>
        <QueryClientProvider client={queries}>
          <OfflineProvider value={offline}>
            <SessionProvider connection={connection}>
              <UpdatesProvider value={updates}>
                <RouterProvider router={newRouter()} />
                <Toasts />
              </UpdatesProvider>
            </SessionProvider>
          </OfflineProvider>
        </QueryClientProvider>
      </LanguageProvider>
    </StrictMode>,
  )
}

void start()
