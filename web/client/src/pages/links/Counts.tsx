import { defineMessages, numberText, useLanguage, useMessages } from '@shared/i18n'
import { referralStateName } from '@shared/i18n/growthNames'
import type { LinkCard } from './queries'

const messages = defineMessages({
  zh: { none: '还没有人打开过' },
  en: { none: 'Nobody has opened it yet' },
})

/** How many a link has brought, by how far they have come. */
export function Counts({ counts }: { counts: LinkCard['counts'] }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  if (counts.length === 0) return <p className="soft">{t.none}</p>
  return (
    <dl className="links-counts">
      {counts.map(({ state, count }) => (
        <div key={state}>
          <dt>{referralStateName(language, state)}</dt>
          <dd>{numberText(count, language)}</dd>
        </div>
      ))}
    </dl>
  )
}
