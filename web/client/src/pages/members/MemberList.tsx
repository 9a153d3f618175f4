import { defineMessages, tierName, useLanguage, useMessages } from '@shared/i18n'
import { Day, lastDay, StandingBadge } from '@shared/members'
import { Link } from 'react-router'
import type { MemberCardFragment } from '../../gql/members/graphql'

const messages = defineMessages({
  zh: { erased: '已删除', until: '会籍至' },
  en: { erased: 'Erased', until: 'Until' },
})

/** Members, masked, each with a way to its page. */
export function MemberList({ members }: { members: readonly MemberCardFragment[] }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  return (
    <ul className="list">
      {members.map(member => (
        <li key={member.id}>
          <Link to={`/members/${member.id}`} className="list-card">
            <span className="list-line">
              <strong>{member.name ?? t.erased}</strong>
              <StandingBadge standing={member.standing} />
            </span>
            <span className="list-line soft">
              <span>
                {member.phone ?? '—'} · {tierName(language, member.tierCode)}
              </span>
              {member.untilOn ? (
                <span>
                  {t.until} <Day on={lastDay(member.untilOn)} />
                </span>
              ) : null}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  )
}
