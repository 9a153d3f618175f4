import { anonymously } from '@shared/api'
import { defineMessages, useLanguage, useMessages } from '@shared/i18n'
import { Fen, forSale, priceOf, tierTitle } from '@shared/money'
import { QueryView } from '@shared/ui'
import { useQuery } from '@tanstack/react-query'
import { TiersForJoinerDocument } from '../../gql/join/graphql'

const messages = defineMessages({
  zh: { title: '会籍与价格', free: '加入免费，之后可自愿购买会籍。', days: (days: number) => `${days} 天` },
  en: {
    title: 'What it costs',
    free: 'To join is free. You may buy a membership later, or never.',
    days: (days: number) => `${days} days`,
  },
})

/** What tiers cost at a chapter: who joins knows it before. */
export function Prices({ chapter }: { chapter: string }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const tiers = useQuery({
    queryKey: ['joiner-tiers', chapter],
    queryFn: async () => (await anonymously(TiersForJoinerDocument, { chapter })).tiers,
  })
  return (
    <details className="join-prices">
      <summary>{t.title}</summary>
      <p className="soft">{t.free}</p>
      <QueryView query={tiers} rows={2}>
        {tiers => (
          <ul>
            {forSale(tiers).map(tier => (
              <li key={tier.code}>
                {tierTitle(language, tier)} · {t.days(tier.days)} · <Fen of={priceOf(tier)} />
                {tier.benefits.length > 0 ? `（${tier.benefits.join('、')}）` : ''}
              </li>
            ))}
          </ul>
        )}
      </QueryView>
    </details>
  )
}
