import type { Fetcher } from '@graphiql/toolkit'
import { asFault, type Cost, Live, type Session } from '@shared/api'
import { getOperationAST } from 'graphql'

/**
 * Executes what stands in the editor with the rights of whoever is signed in to the console; subscriptions go over a
 * socket, as those of the pages do.
 */
export function fetcherOf(session: Session, told: (cost: Cost | null) => void): Fetcher {
  const live = new Live(session)
  return (params, options) => {
    const { documentAST } = options ?? {}
    if (documentAST && getOperationAST(documentAST, params.operationName)?.operation === 'subscription') {
      told(null)
      const { query, operationName, variables } = params
      return live.ask({ query, operationName, variables: variables ?? {} }) as ReturnType<Fetcher>
    }
    const send = (token: string) =>
      fetch('/graphql', {
        method: 'POST',
        headers: {
          ...options?.headers,
          'content-type': 'application/json',
          accept: 'application/json',
          authorization: `Bearer ${token}`,
        },
        body: JSON.stringify(params),
      })
    return answered(async () => {
      let response = await send(await session.token())
      // The session has ended, or was renewed in a way that made this token too old.
      if (response.status === 401) response = await send(await session.renew())
      const answer = await response.json()
      // The schema is read by the explorer itself: what that costs is not the answer to a question.
      if (params.operationName !== 'IntrospectionQuery') told(answer.extensions?.cost ?? null)
      return answer
    })
  }
}

/** An answer, also where there was none: the editor shows errors as it shows answers. */
async function answered<T>(ask: () => Promise<T>) {
  try {
    return await ask()
  } catch (error) {
    const { message, code, requestId } = asFault(error)
    return { errors: [{ message, extensions: { code, requestId } }] }
  }
}
