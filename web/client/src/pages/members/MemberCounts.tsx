import { defineMessages, numberText, standingName, useLanguage, useMessages } from '@shared/i18n'
import { countTable, STANDING_LOOKS } from '@shared/members'
import { QueryView, StackBar, Time } from '@shared/ui'
import { useMyMemberCounts } from './queries'

const messages = defineMessages({
  zh: {
    own: '本分舵会员',
    subtree: '含下级',
    bar: '本分舵会员状态',
    asOf: '统计于',
  },
  en: {
    own: 'Members here',
    subtree: 'With all below',
    bar: 'How members here stand',
    asOf: 'Counted',
  },
})

/** How many members the chapter has. Numbers are nobody's personal data: the last ones show without a network too. */
export function MemberCounts({ chapter }: { chapter: string }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const counts = useMyMemberCounts(chapter, chapter !== '')
  return (
    <QueryView query={counts} rows={2}>
      {({ chapter }) => {
        const counted = chapter?.memberCounts
        if (!counted) return null
        const table = countTable(counted, 'own')
        return (
          <div className="members-counts">
            <dl className="members-figures">
              <div>
                <dt>{t.own}</dt>
                <dd>{numberText(Number(counted.own), language)}</dd>
              </div>
              {counted.subtree === counted.own ? null : (
                <div>
                  <dt>{t.subtree}</dt>
                  <dd>{numberText(Number(counted.subtree), language)}</dd>
                </div>
              )}
            </dl>
            {table.total > 0 ? (
              <StackBar
                label={t.bar}
                legend
                parts={table.standings.map(standing => ({
                  key: standing,
                  label: standingName(language, standing),
                  value: table.by.get(standing) ?? 0,
                  tone: STANDING_LOOKS[standing].tone,
                }))}
              />
            ) : null}
            <p className="soft">
              {t.asOf} <Time at={counted.asOf} />
            </p>
          </div>
        )
      }}
    </QueryView>
  )
}
