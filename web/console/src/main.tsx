import { connect, newQueryClient, SessionProvider } from '@shared/api'
import {
  alsoTell,
  CHAPTER_ERRORS,
  IMPORT_ERRORS,
  LanguageProvider,
  MEMBER_ERRORS,
  MONEY_ERRORS,
} from '@shared/i18n'
import { applyTheme, Toasts } from '@shared/ui'
import '@shared/styles/index.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { RouterProvider } from 'react-router'
import { forgetForms } from './pages/policies/editor/keptForm'
import { newRouter } from './shell/router'

applyTheme()
alsoTell(CHAPTER_ERRORS)
alsoTell(IMPORT_ERRORS)
alsoTell(MEMBER_ERRORS)
alsoTell(MONEY_ERRORS)
const queries = newQueryClient()
const connection = connect('console')
let before = connection.session.state
connection.session.subscribe(() => {
  const { state } = connection.session
  // A window that finds no session when it opens may be a reload in the middle of work; one that loses it was left.
  if (state === 'signed-out' && before !== 'starting') forgetForms(sessionStorage)
  before = state
})
const root = document.getElementById('root')
if (!root) throw new Error('the page has no #root')

createRoot(root).render(
  <StrictMode>
    <LanguageProvider>
      <QueryClientProvider client={queries}>
        <SessionProvider connection={connection}>
          <RouterProvider router={newRouter()} />
          <Toasts />
        </SessionProvider>
      </QueryClientProvider>
    </LanguageProvider>
  </StrictMode>,
)
