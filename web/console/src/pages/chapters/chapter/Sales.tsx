import { defineMessages, useMessages } from '@shared/i18n'
import { Section } from '@shared/ui'
import { ChapterCards } from '../../cards/ChapterCards'
import { PriceTable } from '../../tiers/PriceTable'
import type { ChapterHead } from '../changes/chapter'

const messages = defineMessages({ zh: { prices: '会费' }, en: { prices: 'Prices' } })

/** What members pay at a chapter, and the cards that it has handed out. */
export function Sales({ chapter }: { chapter: ChapterHead }) {
  const t = useMessages(messages)
  return (
    <div className="chapter-page-stack">
      <Section title={t.prices}>
        <PriceTable chapter={chapter} />
      </Section>
      {chapter.viewerCan.includes('CARD_READ') ? <ChapterCards chapter={chapter} /> : null}
    </div>
  )
}
