import type { Permission } from '@shared/gql/schema'
import type { IconName } from '@shared/ui'
import type { RouteObject } from 'react-router'

/** A part of the console: an entry of the navigation with the pages under it. */
export interface Section {
  /** The first part of its pages' addresses: `chapters`. */
  path: string
  icon: IconName
  title: { zh: string; en: string }
  /** Shown to those who may do this at headquarters or somewhere below; to everybody where nothing is said. */
  needs?: Permission
  /** Where that counts: only `headquarters`, for what is of no use to whoever has the right further down. */
  at?: 'headquarters'
  routes: RouteObject[]
}

/** A page that is loaded when it is first opened. */
export function page(load: () => Promise<{ default: React.ComponentType }>): Pick<RouteObject, 'lazy'> {
  return { lazy: async () => ({ Component: (await load()).default }) }
}
