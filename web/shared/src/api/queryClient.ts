import { QueryClient } from '@tanstack/react-query'
import { Fault } from './fault'

/** How often a read that may yet succeed is tried again. */
const RETRIES = 2

/** The cache of what was read, alike for both apps. */
export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        // Asking again helps against a poor network and a server that restarts, not against a missing right.
        retry: (failures, error) =>
          failures < RETRIES &&
          error instanceof Fault &&
          (error.kind === 'offline' || error.kind === 'server'),
        networkMode: 'always',
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  })
}
