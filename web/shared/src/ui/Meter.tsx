import './StackBar.css'
import './Meter.css'
import { numberText, shareText, useLanguage } from '@shared/i18n'
import type { Tone } from './tone'

interface MeterProps {
  value: number
  max: number
  label: string
  tone?: Tone
  /** What it says in words; the share and both numbers otherwise. */
  text?: string
}

/** How much of something there is, with the share in figures beside it. */
export function Meter({ value, max, label, tone = 'info', text }: MeterProps) {
  const { language } = useLanguage()
  const share = shareText(value, max, language)
  const told = text ?? `${share} (${numberText(value, language)} / ${numberText(max, language)})`
  return (
    <div className="meter">
      {/* biome-ignore lint/a11y/useSemanticElements: browsers do not let a native meter be coloured alike */}
      <div
        className="meter-track"
        role="meter"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={max}
        aria-valuenow={Math.min(value, max)}
        aria-valuetext={told}
        title={`${label} ${told}`}
      >
        <div
          className={`meter-bar tone-fill-${tone}`}
          style={{ inlineSize: `${max > 0 ? Math.min(100, (value / max) * 100) : 0}%` }}
        />
      </div>
      <span className="meter-text" aria-hidden="true">
        {share}
      </span>
    </div>
  )
}
