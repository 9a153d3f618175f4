import { page, type Section } from '../../shell/section'

/** Chapters: the tree, the map, the vacancy board, and a page for each. */
export const chaptersSection: Section = {
  path: 'chapters',
  icon: 'chapters',
  title: { zh: '分舵', en: 'Chapters' },
  routes: [
    { path: 'chapters', ...page(() => import('./tree/TreePage')) },
    { path: 'chapters/map', ...page(() => import('./map/MapPage')) },
    { path: 'chapters/vacant', ...page(() => import('./vacant/VacancyPage')) },
    { path: 'chapters/:id', ...page(() => import('./chapter/ChapterPage')) },
  ],
}
