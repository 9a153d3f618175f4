import type { DeliveryState, VersionState } from '@shared/gql/schema'
import type { IconName } from './icons'
import type { Tone } from './tone'

/** How a state looks wherever it is shown. */
export interface StateLook {
  tone: Tone
  icon: IconName
}

/** The looks of delivery states, in the order in which a version passes through them. */
export const DELIVERY_LOOKS: Record<DeliveryState, StateLook> = {
  QUEUED: { tone: 'neutral', icon: 'clock' },
  DELIVERED: { tone: 'accent', icon: 'inbox' },
  READ: { tone: 'info', icon: 'eye' },
  ACKNOWLEDGED: { tone: 'good', icon: 'check' },
  OVERDUE: { tone: 'bad', icon: 'alert' },
  STALE: { tone: 'neutral', icon: 'undo' },
  EXEMPT: { tone: 'neutral', icon: 'minus' },
}

/** The looks of version states. */
export const VERSION_LOOKS: Record<VersionState, StateLook> = {
  DRAFT: { tone: 'warn', icon: 'edit' },
  PUBLISHED: { tone: 'good', icon: 'send' },
  SUPERSEDED: { tone: 'neutral', icon: 'sync' },
  REVOKED: { tone: 'bad', icon: 'undo' },
}
