import { Link } from 'react-router'

interface StatementLinkProps {
  statement: { id: string; month: string; chapter: { name: string } | null }
}

/** A statement by its chapter and month, with the way to its page. */
export function StatementLink({ statement: { id, month, chapter } }: StatementLinkProps) {
  return (
    <Link to={`/money/statements/${id}`}>
      {chapter?.name} {month}
    </Link>
  )
}
