import { Link } from 'react-router'

/** A member by name, with the way to its page; a dash for who is not seen from here. */
export function MemberLink({ member }: { member: { id: string; name: string | null } | null }) {
  return member ? <Link to={`/members/${member.id}`}>{member.name ?? '—'}</Link> : '—'
}
