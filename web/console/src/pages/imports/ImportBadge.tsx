import type { ImportState } from '@shared/gql/schema'
import { useLanguage } from '@shared/i18n'
import { importStateName } from '@shared/i18n/importNames'
import { Badge, type StateLook } from '@shared/ui'

const LOOKS: Record<ImportState, StateLook> = {
  UPLOADING: { tone: 'info', icon: 'sync' },
  UPLOADED: { tone: 'info', icon: 'clock' },
  CHECKING: { tone: 'info', icon: 'sync' },
  CHECKED: { tone: 'warn', icon: 'eye' },
  IMPORTING: { tone: 'info', icon: 'sync' },
  DONE: { tone: 'good', icon: 'check' },
  CANCELLED: { tone: 'neutral', icon: 'minus' },
  FAILED: { tone: 'bad', icon: 'alert' },
}

/** How an import stands. */
export function ImportBadge({ state }: { state: ImportState }) {
  const { language } = useLanguage()
  return <Badge {...LOOKS[state]}>{importStateName(language, state)}</Badge>
}
