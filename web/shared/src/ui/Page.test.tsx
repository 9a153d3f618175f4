import { act, cleanup, render, screen } from '@testing-library/react'
import { createMemoryRouter, RouterProvider } from 'react-router'
import { afterEach, expect, it } from 'vitest'
import { Page } from './Page'

afterEach(cleanup)

it('names the window, and moves the focus to the heading of every page but the first', async () => {
  const page = (title: string) => <Page title={title}>{title}</Page>
  const router = createMemoryRouter([
    { path: '/', element: page('分舵') },
    { path: '/policies', element: page('政策') },
  ])
  render(<RouterProvider router={router} />)
  expect(document.title).toBe('分舵 · Flotilla')
  expect(document.activeElement).toBe(document.body)

  await act(() => router.navigate('/policies'))
  const heading = screen.getByRole('heading', { level: 1, name: '政策' })
  expect(document.title).toBe('政策 · Flotilla')
  expect(document.activeElement).toBe(heading)

  heading.blur()
  await act(() => router.navigate('/policies?state=DRAFT'))
  expect(document.activeElement).toBe(document.body)
})
