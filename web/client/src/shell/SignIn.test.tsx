import { Session, SessionProvider } from '@shared/api'
import { LanguageProvider } from '@shared/i18n'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { fireEvent, render, screen, waitFor } from '@testing-library/react'
import type { ComponentProps } from 'react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { SignIn } from './SignIn'

beforeEach(() => {
  vi.stubGlobal('fetch', async (path: string) => {
    if (path === '/session/client') return new Response('{"code":true}')
    return new Response('{"errors":[{"message":"","extensions":{"code":"UNAUTHENTICATED"}}]}', {
      status: 401,
    })
  })
})

afterEach(() => {
  vi.unstubAllGlobals()
})

describe('the sign-in', () => {
  it('leads the focus from the phone to the code, and back to another phone', async () => {
    const session = new Session('client')
    const api = { anonymously: async () => ({ codeRequest: { expiresAt: null, userErrors: [] } }) }
    type Connection = ComponentProps<typeof SessionProvider>['connection']
    const connection = { session, api, live: null } as unknown as Connection
    render(
      <LanguageProvider>
        <QueryClientProvider client={new QueryClient()}>
          <SessionProvider connection={connection}>
            <SignIn />
          </SessionProvider>
        </QueryClientProvider>
      </LanguageProvider>,
    )
    const phone = screen.getByLabelText(/手机号/)
    fireEvent.change(phone, { target: { value: '19900330100' } })
    fireEvent.click(screen.getByRole('button', { name: '获取验证码' }))
    const code = await screen.findByLabelText(/验证码/)
    await waitFor(() => expect(document.activeElement).toBe(code))
    fireEvent.click(screen.getByRole('button', { name: '换个手机号' }))
    await waitFor(() => expect(document.activeElement).toBe(phone))
  })
})
