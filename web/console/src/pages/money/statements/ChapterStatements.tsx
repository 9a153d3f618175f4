import { defineMessages, useMessages } from '@shared/i18n'
import { Empty, Pager, QueryView, Section } from '@shared/ui'
import { usePaging } from '../../chapters/chapter/paging'
import { CaseTable } from './CaseTable'
import { useChapterCases, useChapterStatements } from './queries'
import { StatementTable } from './StatementTable'

const PAGE = 12

const messages = defineMessages({
  zh: {
    title: '对账单',
    none: '还没有对账单。每月 10 日出具上月的对账单。',
    cases: '跨区销售',
    noCases: '没有跨区销售预警',
  },
  en: {
    title: 'Statements',
    none: 'No statement yet. On the 10th those of the month before are issued.',
    cases: 'Sales outside the territory',
    noCases: 'No month stands out',
  },
})

/** A chapter's statements, the newest first, and the months in which it sold much outside its territory. */
export function ChapterStatements({ id }: { id: string }) {
  const t = useMessages(messages)
  const { page, pager } = usePaging(PAGE)
  const statements = useChapterStatements(id, page)
  const cases = useChapterCases(id)
  return (
    <div className="chapter-page-stack">
      <Section title={t.title}>
        <QueryView query={statements} rows={4}>
          {({ nodes, pageInfo }) => (
            <>
              <StatementTable
                caption={t.title}
                statements={nodes}
                by="month"
                empty={<Empty title={t.none} />}
              />
              <Pager {...pager(pageInfo)} />
            </>
          )}
        </QueryView>
      </Section>
      <Section title={t.cases}>
        <QueryView query={cases} rows={2}>
          {rows => <CaseTable caption={t.cases} cases={rows} empty={<Empty title={t.noCases} />} />}
        </QueryView>
      </Section>
    </div>
  )
}
