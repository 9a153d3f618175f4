import { defineMessages, useMessages } from '@shared/i18n'
import { VisuallyHidden } from '@shared/ui'
import { useMemo } from 'react'
import { diffTexts, type Run } from './diffTexts'
import './diff.css'

const messages = defineMessages({
  zh: {
    none: '文字没有变化。',
    summary: (added: number, removed: number) => `${added} 处新增，${removed} 处删除`,
    added: '新增：',
    removed: '删除：',
    end: '。',
    unchanged: (lines: number) => `未变的 ${lines} 行`,
  },
  en: {
    none: 'The text is the same.',
    summary: (added: number, removed: number) => `${added} added, ${removed} removed`,
    added: 'added: ',
    removed: 'removed: ',
    end: '. ',
    unchanged: (lines: number) => `${lines} unchanged lines`,
  },
})

/** An unchanged stretch is folded when it has more lines than this; so many stay around each change. */
const FOLD = 8
const AROUND = 2

/** What changed between two texts: struck out and underlined, and said in words to those who listen. */
export function TextDiff({ before, after }: { before: string; after: string }) {
  const t = useMessages(messages)
  const runs = useMemo(() => diffTexts(before, after), [before, after])
  const count = (kind: Run['kind']) => runs.filter(run => run.kind === kind).length
  if (count('added') + count('removed') === 0) return <p className="diff-none">{t.none}</p>
  // Runs stand in an order that is theirs alone, and are drawn anew as a whole.
  const parts = runs.map((run, place) => ({
    run,
    name: `${place}`,
    first: place === 0,
    last: place === runs.length - 1,
  }))
  return (
    <div className="text-diff">
      <p className="text-diff-summary">{t.summary(count('added'), count('removed'))}</p>
      <div className="text-diff-text">
        {parts.map(({ run, name, first, last }) => {
          if (run.kind === 'same') return <Unchanged key={name} text={run.text} first={first} last={last} />
          const Mark = run.kind === 'added' ? 'ins' : 'del'
          return (
            <Mark key={name}>
              <VisuallyHidden>{t[run.kind]}</VisuallyHidden>
              {run.text}
              <VisuallyHidden>{t.end}</VisuallyHidden>
            </Mark>
          )
        })}
      </div>
    </div>
  )
}

/** Text that both have; the middle of a long one is folded away. */
function Unchanged({ text, first, last }: { text: string; first: boolean; last: boolean }) {
  const t = useMessages(messages)
  const lines = text.split(/(?<=\n)/)
  if (lines.length <= FOLD) return <span>{text}</span>
  const start = first ? 0 : AROUND
  const end = last ? lines.length : lines.length - AROUND
  return (
    <>
      <span>{lines.slice(0, start).join('')}</span>
      <details className="text-diff-fold">
        <summary>{t.unchanged(end - start)}</summary>
        {lines.slice(start, end).join('')}
      </details>
      <span>{lines.slice(end).join('')}</span>
    </>
  )
}
