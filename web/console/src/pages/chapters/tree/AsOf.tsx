import { useMessages } from '@shared/i18n'
import { Button, DateTimeInput } from '@shared/ui'
import { useState } from 'react'
import { messages } from './messages'

/** Chooses the instant of the tree. It is taken when asked for: half a date is a date too, of another century. */
export function AsOf({ asOf, onChange }: { asOf: string | null; onChange: (at: string | null) => void }) {
  const t = useMessages(messages)
  const [draft, setDraft] = useState(asOf)
  return (
    <form
      className="tree-page-as-of"
      onSubmit={event => {
        event.preventDefault()
        onChange(draft)
      }}
    >
      <DateTimeInput
        label={t.asOf}
        value={draft}
        onChange={setDraft}
        min="2000-01-01T00:00:00Z"
        max={new Date().toISOString()}
      />
      <Button type="submit">{t.show}</Button>
    </form>
  )
}
