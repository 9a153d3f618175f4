import { newRequestKey } from '@shared/api'
import type { UserErrorCode } from '@shared/gql/schema'
import { type Language, userErrorText } from '@shared/i18n'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'

/** A rule that an input breaks, as the API tells it. */
export interface RuleBroken {
  code: UserErrorCode
  field: string[]
  message: string
}

interface Payload {
  userErrors: readonly RuleBroken[]
}

/** Something a person wants done, and how that goes. */
export interface Intent<TInput> {
  run: (input: TInput) => void
  busy: boolean
  /** The rules that the last attempt broke. */
  errors: readonly RuleBroken[]
  /** Why the last attempt was not answered. */
  fault: Error | null
  reset: () => void
}

/**
 * Runs a mutation for one intent of a person. The same input keeps its request key when it is tried again, so what was
 * done although the answer was lost is not done twice; another input is another intent.
 */
export function useIntent<TInput extends object, TPayload extends Payload>(options: {
  perform: (input: TInput & { requestKey: string }) => Promise<TPayload>
  onDone: (payload: TPayload) => void
}): Intent<TInput> {
  const queries = useQueryClient()
  const intent = useRef({ text: '', key: '' })
  const mutation = useMutation({
    mutationFn: (input: TInput) => {
      const text = JSON.stringify(input)
      if (intent.current.text !== text) intent.current = { text, key: newRequestKey() }
      return options.perform({ ...input, requestKey: intent.current.key })
    },
    onSuccess: async payload => {
      if (payload.userErrors.some(error => error.code === 'VERSION_STALE')) {
        await queries.invalidateQueries({ queryKey: ['tiers'] })
        await queries.invalidateQueries({ queryKey: ['chapter'] })
      }
      if (payload.userErrors.length > 0) return
      intent.current = { text: '', key: '' }
      // A change of the tree, of an office or of a role is seen on almost every page: all that is shown is read again.
      void queries.invalidateQueries()
      options.onDone(payload)
    },
  })
  return {
    run: mutation.mutate,
    busy: mutation.isPending,
    errors: mutation.data?.userErrors ?? [],
    fault: mutation.error,
    reset: mutation.reset,
  }
}

/** What is wrong with one field of an input, in words; nothing if nothing is. */
export function fieldError(
  errors: readonly RuleBroken[],
  field: string,
  language: Language,
): string | undefined {
  const broken = errors.find(error => error.field[0] === field)
  return broken && userErrorText(broken.code, language)
}

/** The broken rules that belong to none of the fields that are shown with their own. */
export function otherErrors(errors: readonly RuleBroken[], fields: readonly string[]): RuleBroken[] {
  return errors.filter(error => !fields.includes(error.field[0] ?? ''))
}
