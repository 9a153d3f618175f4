import type { DisputeState, PayoutState, StatementState } from '@shared/gql/schema'
import { useLanguage } from '@shared/i18n'
import { disputeStateName, payoutStateName, statementStateName } from '@shared/i18n/settlementNames'
import { Badge, type StateLook } from '@shared/ui'

const STATEMENT_LOOKS: Record<StatementState, StateLook> = {
  ISSUED: { tone: 'info', icon: 'clock' },
  PAID: { tone: 'good', icon: 'check' },
  CARRIED_OVER: { tone: 'neutral', icon: 'arrow-right' },
}

const PAYOUT_LOOKS: Record<PayoutState, StateLook> = {
  PREPARED: { tone: 'warn', icon: 'clock' },
  SENT: { tone: 'info', icon: 'send' },
  MADE: { tone: 'good', icon: 'check' },
  FAILED: { tone: 'bad', icon: 'alert' },
}

const DISPUTE_LOOKS: Record<DisputeState, StateLook> = {
  OPEN: { tone: 'warn', icon: 'flag' },
  ANSWERED: { tone: 'info', icon: 'clock' },
  UPHELD: { tone: 'good', icon: 'check' },
  REJECTED: { tone: 'neutral', icon: 'close' },
  LAPSED: { tone: 'neutral', icon: 'minus' },
}

/** How a statement stands. */
export function StatementBadge({ state }: { state: StatementState }) {
  const { language } = useLanguage()
  return <Badge {...STATEMENT_LOOKS[state]}>{statementStateName(language, state)}</Badge>
}

/** How a payout stands. */
export function PayoutBadge({ state }: { state: PayoutState }) {
  const { language } = useLanguage()
  return <Badge {...PAYOUT_LOOKS[state]}>{payoutStateName(language, state)}</Badge>
}

/** How an objection stands. */
export function DisputeBadge({ state }: { state: DisputeState }) {
  const { language } = useLanguage()
  return <Badge {...DISPUTE_LOOKS[state]}>{disputeStateName(language, state)}</Badge>
}
