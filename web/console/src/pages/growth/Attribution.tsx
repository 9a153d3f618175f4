import { execute } from '@shared/api'
import { defineMessages, numberText, useLanguage, useMessages } from '@shared/i18n'
import { creditName } from '@shared/i18n/growthNames'
import { KeyValue, QueryView, Section, Time } from '@shared/ui'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { MemberAttributionDocument } from '../../gql/graphql'
import { present } from '../money/queries'

const messages = defineMessages({
  zh: {
    title: '推荐',
    credit: '归因',
    none: '没有推荐归因：由他人登记',
    chapter: '分舵',
    link: '推广码',
    inviter: '推荐人',
    at: '时间',
    rule: '规则版本',
    why: '为什么',
    invited: '已邀请达标',
    days: '获赠天数',
  },
  en: {
    title: 'Referral',
    credit: 'Credited to',
    none: 'Nobody is credited: the member was written down',
    chapter: 'Chapter',
    link: 'Code',
    inviter: 'Inviter',
    at: 'When',
    rule: 'Version of the rule',
    why: 'Why',
    invited: 'Invitations that qualified',
    days: 'Days earned',
  },
})

/** Who is credited with a member, by which rule and why; and what the member has earned by inviting. */
export function Attribution({ id }: { id: string }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const member = useQuery({
    queryKey: ['member', id, 'attribution'],
    queryFn: async ({ signal }) =>
      present((await execute(MemberAttributionDocument, { id }, { signal })).member),
  })
  return (
    <Section title={t.title}>
      <QueryView query={member} rows={3}>
        {({ attribution, inviting }) => (
          <>
            {attribution === null ? (
              <p className="soft">{t.none}</p>
            ) : (
              <KeyValue
                items={[
                  { label: t.credit, value: creditName(language, attribution.credit) },
                  {
                    label: t.chapter,
                    value: attribution.chapter ? (
                      <Link to={`/chapters/${attribution.chapter.id}`}>{attribution.chapter.name}</Link>
                    ) : (
                      '—'
                    ),
                  },
                  {
                    label: t.link,
                    value: attribution.link ? (
                      <Link to={`/members/links/${attribution.link.id}`}>{attribution.link.code}</Link>
                    ) : (
                      '—'
                    ),
                  },
                  { label: t.inviter, value: attribution.inviterName },
                  { label: t.at, value: <Time at={attribution.at} /> },
                  { label: t.rule, value: attribution.ruleVersion },
                  {
                    label: t.why,
                    value: (
                      <ol lang="en">
                        {attribution.why.map(sentence => (
                          <li key={sentence}>{sentence}</li>
                        ))}
                      </ol>
                    ),
                  },
                ]}
              />
            )}
            {inviting ? (
              <KeyValue
                items={[
                  { label: t.invited, value: numberText(inviting.qualified, language) },
                  { label: t.days, value: numberText(inviting.days, language) },
                ]}
              />
            ) : null}
          </>
        )}
      </QueryView>
    </Section>
  )
}
