import { accountKindName, useLanguage } from '@shared/i18n'
import { Combobox } from '@shared/ui'
import type { ReactNode } from 'react'
import { type FoundPerson, searchPeople } from './pick'

interface PersonPickerProps {
  label: string
  value: FoundPerson | null
  onChange: (person: FoundPerson | null) => void
  hint?: ReactNode
  error?: ReactNode
  required?: boolean
}

/** Finds one account: staff by a part of name or e-mail, others by their whole phone number. */
export function PersonPicker(props: PersonPickerProps) {
  const { language } = useLanguage()
  const detail = (person: FoundPerson) =>
    [
      accountKindName(language, person.kind),
      person.email ?? person.phone ?? person.handle,
      person.chapter?.name,
    ]
      .filter(Boolean)
      .join(' · ')
  return (
    <Combobox
      {...props}
      search={searchPeople}
      itemKey={person => person.id}
      itemLabel={person => person.name}
      itemDetail={detail}
    />
  )
}
