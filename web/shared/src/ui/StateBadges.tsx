import type { ChapterLevel, DeliveryState, VersionState } from '@shared/gql/schema'
import { deliveryStateName, levelName, useLanguage, versionStateName } from '@shared/i18n'
import { Badge } from './Badge'
import { DELIVERY_LOOKS, VERSION_LOOKS } from './states'

/** How a version stands with a chapter. */
export function DeliveryBadge({ state }: { state: DeliveryState }) {
  const { language } = useLanguage()
  return <Badge {...DELIVERY_LOOKS[state]}>{deliveryStateName(language, state)}</Badge>
}

/** How a version stands. */
export function VersionBadge({ state }: { state: VersionState }) {
  const { language } = useLanguage()
  return <Badge {...VERSION_LOOKS[state]}>{versionStateName(language, state)}</Badge>
}

/** Where in the tree a chapter stands. */
export function LevelBadge({ level }: { level: ChapterLevel }) {
  const { language } = useLanguage()
  return <Badge tone={level === 'HEADQUARTERS' ? 'info' : 'neutral'}>{levelName(language, level)}</Badge>
}
