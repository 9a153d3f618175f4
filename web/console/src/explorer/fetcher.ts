import type { Fetcher } from '@graphiql/toolkit'
import { asFault, type Cost, type Session } from '@shared/api'

/**
 * Executes what stands in the editor with the rights of whoever is signed in to the console; subscriptions go over the
 * socket of the pages.
 */
export function fetcherOf(session: Session, told: (cost: Cost | null) => void): Fetcher {
  return async (params, options) => {
    try {
      const response = await fetch('/graphql', {
        method: 'POST',
        headers: {
          ...options?.headers,
          'content-type': 'application/json',
          accept: 'application/json',
          authorization: `Bearer ${await session.token()}`,
        },
        body: JSON.stringify(params),
      })
      const answer = await response.json()
      // The schema is read by the explorer itself: what that costs is not the answer to a question.
      if (params.operationName !== 'IntrospectionQuery') told(answer.extensions?.cost ?? null)
      return answer
    } catch (error) {
      const { message, code, requestId } = asFault(error)
      return { errors: [{ message, extensions: { code, requestId } }] }
    }
  }
}
