import { Loading } from '@shared/ui'
import { createBrowserRouter, type DataRouter } from 'react-router'
import { sections } from '../pages/sections'
import { Missing, PageFault } from './Missing'
import { Shell } from './Shell'
import { SignInPage } from './SignInPage'

/** The addresses of the console. */
export function newRouter(): DataRouter {
  const pages = sections.flatMap(section => section.routes)
  return createBrowserRouter(
    [
      { path: 'sign-in', element: <SignInPage />, errorElement: <PageFault /> },
      {
        element: <Shell sections={sections} />,
        errorElement: <PageFault />,
        hydrateFallbackElement: <Loading />,
        children: [
          { errorElement: <PageFault />, children: [...pages, { path: '*', element: <Missing /> }] },
        ],
      },
    ],
    { basename: '/console' },
  )
}
