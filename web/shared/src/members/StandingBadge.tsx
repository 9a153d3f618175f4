import type { MemberStanding } from '@shared/gql/schema'
import { standingName, useLanguage } from '@shared/i18n'
import { Badge } from '@shared/ui'
import { STANDING_LOOKS } from './looks'

/** How a member stands. */
export function StandingBadge({ standing }: { standing: MemberStanding }) {
  const { language } = useLanguage()
  return <Badge {...STANDING_LOOKS[standing]}>{standingName(language, standing)}</Badge>
}
