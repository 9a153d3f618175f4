import type { MemberStanding } from '@shared/gql/schema'
import type { StateLook } from '@shared/ui'

/** How a standing looks wherever it is shown. */
export const STANDING_LOOKS: Record<MemberStanding, StateLook> = {
  GUEST: { tone: 'neutral', icon: 'people' },
  TRIAL: { tone: 'info', icon: 'clock' },
  ACTIVE: { tone: 'good', icon: 'check' },
  GRACE: { tone: 'warn', icon: 'clock' },
  LAPSED: { tone: 'bad', icon: 'minus' },
  FROZEN: { tone: 'info', icon: 'lock' },
  REFUNDING: { tone: 'warn', icon: 'sync' },
  REFUNDED: { tone: 'neutral', icon: 'undo' },
  ERASED: { tone: 'neutral', icon: 'trash' },
}
