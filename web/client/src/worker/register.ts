import { Updates } from './updates'

/** Registers the worker of this app and answers what brings newer builds of it into use. */
export function registerWorker({ isIdle }: { isIdle: () => boolean }): Updates {
  // Pages of plain http have no workers; and those of a development server change all the time.
  const container = import.meta.env.PROD ? navigator.serviceWorker : undefined
  const updates = new Updates(
    container
      ? {
          container,
          url: '/client/sw.js',
          scope: '/client/',
          isIdle,
          isHidden: () => document.visibilityState === 'hidden',
          onVisibility: hear => document.addEventListener('visibilitychange', hear),
          now: () => Date.now(),
          reload: () => window.location.reload(),
        }
      : null,
  )
  void updates.start()
  return updates
}
