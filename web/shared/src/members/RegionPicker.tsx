import { defineMessages, useMessages } from '@shared/i18n'
import { Combobox } from '@shared/ui'
import type { Region } from './form'

const messages = defineMessages({
  zh: { hint: '按名称或代码查找，可不填' },
  en: { hint: 'By name or code; may be left empty' },
})

interface RegionPickerProps {
  label: string
  value: Region | null
  onChange: (region: Region | null) => void
  search: (text: string, signal: AbortSignal) => Promise<readonly Region[]>
  error?: string
}

/** Finds the division that somebody lives in. */
export function RegionPicker({ search, ...rest }: RegionPickerProps) {
  const t = useMessages(messages)
  return (
    <Combobox<Region>
      {...rest}
      hint={t.hint}
      search={async (text, signal) => (text === '' ? [] : search(text, signal))}
      itemKey={region => region.code}
      itemLabel={region => region.name}
      itemDetail={region => region.code}
    />
  )
}
