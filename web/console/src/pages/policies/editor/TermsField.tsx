import type { Urgency } from '@shared/gql/schema'
import { defineMessages, urgencyName, useLanguage, useMessages } from '@shared/i18n'
import { Checkbox, DateTimeInput, NumberInput, RadioGroup } from '@shared/ui'
import { type DraftForm, HOURS, HOURS_MOST, hoursFit } from './draftForm'

const messages = defineMessages({
  zh: {
    urgency: '紧急程度',
    hints: { NORMAL: '送达后 72 小时内确认收悉', URGENT: '送达后 24 小时内确认收悉' },
    hours: '确认期限',
    hoursHint: (hours: number) => `送达后多少小时内确认收悉。不填就是 ${hours} 小时。`,
    hoursWrong: '请填 1 到 8760 的整数',
    unit: '小时',
    effective: '生效时间',
    effectiveHint: '北京时间。不填就是立即生效。最早 24 小时前，最晚十年后。',
    vacant: '空缺的分舵也要确认',
    vacantHint: '由代管它的上级舵手代为确认。不勾选，空缺的分舵免确认。',
  },
  en: {
    urgency: 'Urgency',
    hints: {
      NORMAL: 'Acknowledged within 72 hours of delivery',
      URGENT: 'Acknowledged within 24 hours of delivery',
    },
    hours: 'Time to acknowledge',
    hoursHint: (hours: number) => `Hours from delivery. ${hours} if nothing is said.`,
    hoursWrong: 'A whole number from 1 to 8,760',
    unit: 'hours',
    effective: 'In effect from',
    effectiveHint: 'Beijing time. At once if nothing is said; from 24 hours ago to ten years ahead.',
    vacant: 'Vacant chapters owe an acknowledgement too',
    vacantHint: 'Their caretaker gives it. Otherwise vacant chapters are exempt.',
  },
})

const URGENCIES: readonly Urgency[] = ['NORMAL', 'URGENT']

interface TermsFieldProps {
  form: DraftForm
  change: (part: Partial<DraftForm>) => void
}

/** When a version holds, and until when it is to be acknowledged. */
export function TermsField({ form, change }: TermsFieldProps) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  return (
    <div className="policies-columns">
      <div className="policies-stack">
        <RadioGroup<Urgency>
          legend={t.urgency}
          value={form.urgency}
          onChange={urgency => change({ urgency })}
          options={URGENCIES.map(value => ({
            value,
            label: urgencyName(language, value),
            hint: t.hints[value],
          }))}
        />
        <Checkbox
          label={t.vacant}
          hint={t.vacantHint}
          checked={form.vacantMustAcknowledge}
          onChange={vacantMustAcknowledge => change({ vacantMustAcknowledge })}
        />
      </div>
      <div className="policies-stack">
        <NumberInput
          label={t.hours}
          hint={t.hoursHint(HOURS[form.urgency])}
          value={form.acknowledgeWithinHours}
          onChange={acknowledgeWithinHours => change({ acknowledgeWithinHours })}
          min={1}
          max={HOURS_MOST}
          unit={t.unit}
          error={hoursFit(form) ? undefined : t.hoursWrong}
        />
        <DateTimeInput
          label={t.effective}
          hint={t.effectiveHint}
          value={form.effectiveAt}
          onChange={effectiveAt => change({ effectiveAt })}
        />
      </div>
    </div>
  )
}
