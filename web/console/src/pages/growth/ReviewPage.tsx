import { execute } from '@shared/api'
import { defineMessages, useMessages } from '@shared/i18n'
import { Empty, Page, QueryView, Section } from '@shared/ui'
import { useQuery } from '@tanstack/react-query'
import { ReferralsForReviewDocument } from '../../gql/graphql'
import { ReferralTable } from './ReferralTable'

const messages = defineMessages({
  zh: {
    title: '待审推荐',
    back: '会员',
    waiting: '有疑点或已申诉的推荐',
    hint: '这些推荐在裁定之前不发奖励。',
    none: '没有待审的推荐',
  },
  en: {
    title: 'Referrals under review',
    back: 'Members',
    waiting: 'Referrals that are held or appealed',
    hint: 'None of them is rewarded before it is decided.',
    none: 'No referral waits',
  },
})

/** Referrals that somebody has to look at before they are rewarded, the oldest first. */
export default function ReviewPage() {
  const t = useMessages(messages)
  const referrals = useQuery({
    queryKey: ['referrals-for-review'],
    queryFn: async ({ signal }) =>
      (await execute(ReferralsForReviewDocument, {}, { signal })).referralsForReview,
  })
  return (
    <Page title={t.title} back={{ to: '/members', label: t.back }}>
      <Section title={t.waiting}>
        <p className="soft">{t.hint}</p>
        <QueryView
          query={referrals}
          rows={4}
          empty={rows => rows.length === 0}
          whenEmpty={<Empty icon="check-circle" title={t.none} />}
        >
          {rows => <ReferralTable caption={t.waiting} referrals={rows} />}
        </QueryView>
      </Section>
    </Page>
  )
}
