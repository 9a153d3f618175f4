import { officeName, timeText, useLanguage, useMessages } from '@shared/i18n'
import { titleInYuan, ValueDiff } from '@shared/policies'
import { KeyValue } from '@shared/ui'
import type { ChapterPreviewPartsFragment } from '../../../gql/graphql'
import { messages } from './messages'
import './PreviewView.css'

/** What a change of the tree would do, before it is made. */
export function PreviewView({ preview }: { preview: ChapterPreviewPartsFragment }) {
  const t = useMessages(messages)
  const { language } = useLanguage()
  const comma = language === 'zh' ? '、' : ', '
  const terms = preview.terms.map(term => {
    const since = timeText(term.startsAt, 'date', language)
    return `${officeName(language, term.office)} ${term.holder?.name ?? term.account} (${t.since} ${since})`
  })
  return (
    <div className="preview-view">
      {/* The button that led here is gone: who listens goes on with what it brought. */}
      <h3 tabIndex={-1} ref={takeFocus}>
        {t.whatChanges}
      </h3>
      <KeyValue
        items={[
          { label: t.chapters, value: t.chaptersCount(preview.chapters) },
          {
            label: t.divisions,
            value: preview.territory.map(each => `${each.name} ${each.code}`).join(comma) || t.none,
          },
          { label: t.terms, value: terms.join(comma) || t.none },
          { label: t.deliveries, value: t.deliveriesCount(preview.deliveries) },
        ]}
      />
      <h3>{t.values}</h3>
      {preview.values.length === 0 ? <p>{t.noValues}</p> : null}
      <ul className="preview-view-values">
        {preview.values.map(change => (
          <li key={change.key}>
            <p>
              <strong>{titleInYuan(change.title)}</strong> <code>{change.key}</code>
            </p>
            <ValueDiff
              before={change.before}
              after={change.after}
              policyKey={change.key}
              title={change.title}
            />
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Stays the same function, so that React calls it when the heading appears and not on every render. */
function takeFocus(heading: HTMLElement | null) {
  heading?.focus()
}
