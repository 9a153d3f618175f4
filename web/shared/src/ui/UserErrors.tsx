import { useLanguage, useMessages, userErrorText } from '@shared/i18n'
import { messages } from './messages'
import { Notice } from './Notice'

/** A broken rule, as mutations answer it. */
export interface ShownUserError {
  /** A `UserErrorCode`. */
  code: string
  field?: readonly string[]
  message?: string
}

/** The rules that an input breaks, and what to do; nothing while it breaks none. */
export function UserErrors({ errors }: { errors: readonly ShownUserError[] | null | undefined }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  // One rule may be broken at several fields; the advice is the same.
  const texts = [...new Set((errors ?? []).map(error => userErrorText(error.code, language)))]
  if (texts.length === 0) return null
  return (
    <Notice tone="bad" title={t.userErrors}>
      {texts.length === 1 ? (
        texts[0]
      ) : (
        <ul>
          {texts.map(text => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      )}
    </Notice>
  )
}
