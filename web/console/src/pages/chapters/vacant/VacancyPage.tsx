import type { ChapterLevel } from '@shared/gql/schema'
import { levelName, numberText, useLanguage, useMessages } from '@shared/i18n'
import { Empty, Page, QueryView, Select } from '@shared/ui'
import { useMemo } from 'react'
import { ChaptersNav } from '../ChaptersNav'
import { chapterAt, childrenOf, levelAt, rowOfId, type TreeIndex } from '../tree/tree'
import { useTree } from '../tree/useTree'
import { useAddressParam } from '../useAddressParam'
import { messages } from './messages'
import { VacancyTable } from './VacancyTable'
import { narrowed, vacancies } from './vacancies'
import './VacancyPage.css'

const LEVELS: readonly ChapterLevel[] = ['PROVINCE', 'PREFECTURE', 'COUNTY']

/** The vacant chapters, who looks after them, and the way to appoint somebody. */
export default function VacancyPage() {
  const t = useMessages(messages)
  const tree = useTree()
  return (
    <Page title={t.title}>
      <ChaptersNav />
      <QueryView
        query={tree}
        rows={10}
        empty={index => (index.vacancies[0] ?? 0) === 0}
        whenEmpty={<Empty title={t.none}>{t.noneText}</Empty>}
      >
        {index => <Board index={index} />}
      </QueryView>
    </Page>
  )
}

function Board({ index }: { index: TreeIndex }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const [levelText, setLevel] = useAddressParam('level')
  const [provinceId, setProvince] = useAddressParam('province')
  const all = useMemo(() => vacancies(index), [index])
  const level = LEVELS.find(level => level === levelText) ?? null
  const province = rowOfId(index, provinceId)
  const shown = useMemo(() => narrowed(all, level, province < 0 ? null : province), [all, level, province])
  const provinces = childrenOf(index, 0).filter(row => levelAt(index, row) === 'PROVINCE')
  const chosen = (value: string) => (value === ALL ? null : value)
  return (
    <>
      <dl className="vacancy-page-counts">
        {LEVELS.map(each => (
          <div key={each}>
            <dt>{levelName(language, each)}</dt>
            <dd>{numberText(narrowed(all, each, null).length, language)}</dd>
          </div>
        ))}
      </dl>
      <div className="vacancy-page-filters">
        <Select
          label={t.level}
          value={level ?? ALL}
          onChange={value => setLevel(chosen(value))}
          options={[
            { value: ALL, label: t.all },
            ...LEVELS.map(value => ({ value, label: levelName(language, value) })),
          ]}
        />
        <Select
          label={t.province}
          value={province < 0 ? ALL : chapterAt(index, province).id}
          onChange={value => setProvince(chosen(value))}
          options={[
            { value: ALL, label: t.all },
            ...provinces.map(row => {
              const { id, name } = chapterAt(index, row)
              return { value: id, label: `${name} (${index.vacancies[row]})` }
            }),
          ]}
        />
      </div>
      <p className="vacancy-page-summary" aria-live="polite">
        {t.summary(numberText(shown.length, language), numberText(all.length, language))}
      </p>
      {/* Another choice begins at its first page. */}
      <VacancyTable key={`${level} ${province}`} rows={shown} />
    </>
  )
}

/** The choice that does not narrow anything. */
const ALL = 'ALL'
