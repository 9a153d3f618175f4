import { tierName, useLanguage } from '@shared/i18n'
import { Link } from 'react-router'

/** An order by the tier that it is for, with the way to its page. */
export function OrderLink({ order }: { order: { id: string; tierCode: string } }) {
  const { language } = useLanguage()
  return <Link to={`/money/orders/${order.id}`}>{tierName(language, order.tierCode)}</Link>
}
