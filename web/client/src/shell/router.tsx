import { Loading } from '@shared/ui'
import type { ComponentType } from 'react'
import { createBrowserRouter, type DataRouter, type RouteObject } from 'react-router'
import { TodayPage } from '../pages/today/TodayPage'
import { PageFault } from './PageFault'
import { Shell } from './Shell'

/**
 * A page that comes after the first picture. It is there without a network too: the service worker fetches all pages
 * when the app is installed.
 */
function later(load: () => Promise<ComponentType>): Pick<RouteObject, 'lazy'> {
  return { lazy: async () => ({ Component: await load() }) }
}

/** The addresses of the client. */
export function newRouter(): DataRouter {
  return createBrowserRouter(
    [
      {
        path: 'join/:code',
        errorElement: <PageFault />,
        hydrateFallbackElement: <Loading />,
        ...later(async () => (await import('../pages/join/JoinPage')).JoinPage),
      },
      {
        element: <Shell />,
        errorElement: <PageFault />,
        hydrateFallbackElement: <Loading />,
        children: [
          { index: true, element: <TodayPage /> },
          {
            path: 'policies',
            ...later(async () => (await import('../pages/policies/PoliciesPage')).PoliciesPage),
          },
          {
            path: 'policies/:version',
            ...later(async () => (await import('../pages/policies/PolicyPage')).PolicyPage),
          },
          { path: 'values', ...later(async () => (await import('../pages/values/ValuesPage')).ValuesPage) },
          {
            path: 'values/:key',
            ...later(async () => (await import('../pages/values/ValuePage')).ValuePage),
          },
          {
            path: 'chapter',
            ...later(async () => (await import('../pages/chapter/ChapterPage')).ChapterPage),
          },
          {
            path: 'members',
            ...later(async () => (await import('../pages/members/MembersPage')).MembersPage),
          },
          {
            path: 'members/new',
            ...later(async () => (await import('../pages/members/NewMemberPage')).NewMemberPage),
          },
          {
            path: 'members/:id',
            ...later(async () => (await import('../pages/members/MemberPage')).MemberPage),
          },
          { path: 'mine/*', ...later(async () => (await import('../pages/mine/MinePages')).MinePages) },
          { path: 'me', ...later(async () => (await import('../pages/me/MePage')).MePage) },
          { path: '*', ...later(async () => (await import('../pages/office/OfficePages')).OfficePages) },
        ],
      },
    ],
    { basename: '/client' },
  )
}
