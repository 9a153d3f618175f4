import type { DeliveryState } from '@shared/gql/schema'
import {
  defineMessages,
  deliveryStateName,
  numberText,
  shareText,
  useLanguage,
  useMessages,
} from '@shared/i18n'
import { DELIVERY_LOOKS, StackBar } from '@shared/ui'
import { STATES, standingOf } from './rollout/wave'
import './Landing.css'

const messages = defineMessages({
  zh: {
    label: '落地进度',
    landed: (share: string) => `送达 ${share}`,
    acknowledged: (share: string) => `确认 ${share}`,
    overdue: (count: string) => `逾期 ${count}`,
  },
  en: {
    label: 'How it lands',
    landed: (share: string) => `${share} delivered`,
    acknowledged: (share: string) => `${share} acknowledged`,
    overdue: (count: string) => `${count} overdue`,
  },
})

interface LandingProps {
  byState: readonly { state: DeliveryState; chapters: number }[]
  /** What lands, for those who hear the bar. */
  of?: string
}

/** A rollout at a glance: a bar by state, and the three figures that matter. */
export function Landing({ byState, of }: LandingProps) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const standing = standingOf(byState)
  const { total, landed, acknowledged, owing, overdue } = standing
  return (
    <div className="landing">
      <StackBar
        label={of ? `${t.label} ${of}` : t.label}
        total={total}
        parts={STATES.filter(state => state !== 'QUEUED').map(state => ({
          key: state,
          label: deliveryStateName(language, state),
          value: standing.byState[state] ?? 0,
          tone: DELIVERY_LOOKS[state].tone,
        }))}
      />
      <p className="landing-figures">
        <span>{t.landed(shareText(landed, total, language))}</span>
        {owing > 0 ? <span>{t.acknowledged(shareText(acknowledged, owing, language))}</span> : null}
        {overdue > 0 ? (
          <span className="landing-late">{t.overdue(numberText(overdue, language))}</span>
        ) : null}
      </p>
    </div>
  )
}
