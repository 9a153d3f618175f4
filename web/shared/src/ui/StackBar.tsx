import './StackBar.css'
import { numberText, shareText, useLanguage, useMessages } from '@shared/i18n'
import { classes } from './classes'
import { messages } from './messages'
import type { Tone } from './tone'

/** One part of a whole. */
export interface StackPart {
  key: string
  label: string
  value: number
  tone: Tone
}

interface StackBarProps {
  parts: readonly StackPart[]
  /** The whole; the sum of the parts if it is not given. What is missing stays an empty track. */
  total?: number
  /** What is divided. */
  label: string
  /** Shows the parts with their numbers below the bar. */
  legend?: boolean
  size?: 's' | 'm'
}

/** How a whole is divided: a bar for the eye, the same in words for those who listen. */
export function StackBar({ parts, total: whole, label, legend = false, size = 'm' }: StackBarProps) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const shown = parts.filter(part => part.value > 0)
  const sum = shown.reduce((sum, part) => sum + part.value, 0)
  const total = Math.max(whole ?? 0, sum)
  const told = shown.map(part =>
    t.share(part.label, numberText(part.value, language), shareText(part.value, total, language)),
  )
  const text = total === 0 ? t.sharesNone(label) : t.shares(label, told, numberText(total, language))
  return (
    <div className={classes('stack-bar', `stack-bar-${size}`)}>
      <div className="stack-bar-track" role="img" aria-label={text} title={text}>
        {shown.map(part => (
          <span
            key={part.key}
            className={`stack-bar-part tone-fill-${part.tone}`}
            style={{ flexGrow: part.value }}
          />
        ))}
        {total > sum && <span className="stack-bar-rest" style={{ flexGrow: total - sum }} />}
      </div>
      {legend && (
        // The bar has told it all in words already.
        <ul className="stack-bar-legend" aria-hidden="true">
          {parts.map(part => (
            <li key={part.key} className="stack-bar-item">
              <span className={`stack-bar-swatch tone-fill-${part.tone}`} />
              {part.label}
              <strong className="stack-bar-value">{numberText(part.value, language)}</strong>
              <span className="stack-bar-share">{shareText(part.value, total, language)}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
