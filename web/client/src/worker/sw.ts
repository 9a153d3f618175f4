import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'
import { TAKE_OVER, TAKE_OVER_UNSEEN } from './words'

declare const self: ServiceWorkerGlobalScope

/** The one page of the app; its address decides what it shows. */
const PAGE = '/client/index.html'

/*
 * The files of one build are cached, whole and together, and nothing else ever is: requests for which there is no route
 * here, such as those to /graphql and /session, go to the network as if there were no worker.
 */
precacheAndRoute(self.__WB_MANIFEST)
cleanupOutdatedCaches()
registerRoute(new NavigationRoute(createHandlerBoundToURL(PAGE), { allowlist: [/^\/client(\/|$|\?)/] }))

/*
 * A new worker waits until the pages of the old one are gone or agree: taking over sooner would leave them with files of
 * two builds. An open page that nobody looks at agrees as long as no other is looked at.
 */
self.addEventListener('message', event => {
  if (event.data === TAKE_OVER) event.waitUntil(self.skipWaiting())
  if (event.data === TAKE_OVER_UNSEEN) event.waitUntil(takeOverUnseen())
})

async function takeOverUnseen(): Promise<void> {
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  if (pages.every(page => page.visibilityState === 'hidden')) await self.skipWaiting()
}
