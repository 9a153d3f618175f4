import { defineMessages, useMessages } from '@shared/i18n'
import { NavLink } from 'react-router'
import './ChaptersNav.css'

const messages = defineMessages({
  zh: { nav: '分舵的几种看法', tree: '分舵树', map: '省级图', vacant: '空缺看板' },
  en: { nav: 'Views of the chapters', tree: 'Tree', map: 'Provinces', vacant: 'Vacancies' },
})

/** The three views of all chapters. */
export function ChaptersNav() {
  const t = useMessages(messages)
  return (
    <nav className="chapters-nav" aria-label={t.nav}>
      <NavLink to="/chapters" end>
        {t.tree}
      </NavLink>
      <NavLink to="/chapters/map">{t.map}</NavLink>
      <NavLink to="/chapters/vacant">{t.vacant}</NavLink>
    </nav>
  )
}
