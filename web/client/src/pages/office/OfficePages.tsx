import { Route, Routes } from 'react-router'
import { Missing } from '../../shell/Missing'
import { CardsPage } from '../cards/CardsPage'
import { LinksPage } from '../links/LinksPage'
import { MemberOrdersPage } from '../renewals/MemberOrdersPage'
import { RenewalsPage } from '../renewals/RenewalsPage'
import { StatementPage } from '../statements/StatementPage'
import { StatementsPage } from '../statements/StatementsPage'

/**
 * What a helmsman opens now and then, and what there is no page for. One file, so that the first picture need not know
 * where each of them is.
 */
export function OfficePages() {
  return (
    <Routes>
      <Route path="renewals" element={<RenewalsPage />} />
      <Route path="members/:id/orders" element={<MemberOrdersPage />} />
      <Route path="links" element={<LinksPage />} />
      <Route path="statements" element={<StatementsPage />} />
      <Route path="statements/:id" element={<StatementPage />} />
      <Route path="cards" element={<CardsPage />} />
      <Route path="*" element={<Missing />} />
    </Routes>
  )
}
