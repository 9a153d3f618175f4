import { alsoTell, MONEY_ERRORS } from '@shared/i18n'
import { Route, Routes } from 'react-router'
import { Missing } from '../../shell/Missing'
import { AboutMePage } from './AboutMePage'
import { BuyPage } from './BuyPage'
import { ChooseHomePage } from './ChooseHomePage'
import { MembershipPage } from './MembershipPage'
import { MyOrderPage } from './MyOrderPage'
import { MyOrdersPage } from './MyOrdersPage'
import { PointsPage } from './PointsPage'
import '../members/errors'
import './Mine.css'

alsoTell(MONEY_ERRORS)

/** A member's own side. One file: whoever opens one of these pages goes on to the next. */
export function MinePages() {
  return (
    <Routes>
      <Route index element={<MembershipPage />} />
      <Route path="buy" element={<BuyPage />} />
      <Route path="orders" element={<MyOrdersPage />} />
      <Route path="orders/:id" element={<MyOrderPage />} />
      <Route path="points" element={<PointsPage />} />
      <Route path="home" element={<ChooseHomePage />} />
      <Route path="me" element={<AboutMePage />} />
      <Route path="*" element={<Missing />} />
    </Routes>
  )
}
