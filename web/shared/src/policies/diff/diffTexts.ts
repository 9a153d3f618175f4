import { type ChangeObject, diffArrays } from 'diff'

/** A run of text that both have, or only one. */
export interface Run {
  kind: 'same' | 'added' | 'removed'
  text: string
}

/** A comparison that takes longer than this is told as "all replaced": a page must not hang on two texts. */
const PATIENCE_MS = 300
/** Two passages that share less than this part of their text read better whole, one after the other. */
const ALIKE = 0.35

/**
 * What changed between two texts: by lines, and within changed passages by words. Chinese has no spaces between words, so
 * words come from the browser's segmenter where there is one, else each character is one.
 */
export function diffTexts(before: string, after: string): Run[] {
  const lines = compare(linesOf(before), linesOf(after))
  const runs: Run[] = []
  for (let place = 0; place < lines.length; place += 1) {
    const [run, next] = [lines[place], lines[place + 1]]
    if (run?.kind === 'removed' && next?.kind === 'added') {
      runs.push(...diffPassages(run.text, next.text))
      place += 1
    } else if (run) {
      runs.push(run)
    }
  }
  return joined(runs)
}

function diffPassages(before: string, after: string): Run[] {
  const words = compare(wordsOf(before), wordsOf(after))
  const shared = words
    .filter(({ kind }) => kind === 'same')
    .reduce((sum, { text }) => sum + text.trim().length, 0)
  const whole: Run[] = [
    { kind: 'removed', text: before },
    { kind: 'added', text: after },
  ]
  return shared < ALIKE * Math.min(before.length, after.length) ? whole : words
}

function compare(before: string[], after: string[]): Run[] {
  const changes: ChangeObject<string[]>[] = diffArrays(before, after, { timeout: PATIENCE_MS }) ?? [
    { value: before, removed: true, added: false, count: before.length },
    { value: after, removed: false, added: true, count: after.length },
  ]
  const kind = (change: ChangeObject<string[]>) =>
    change.added ? 'added' : change.removed ? 'removed' : 'same'
  return changes.map(change => ({ kind: kind(change), text: change.value.join('') }))
}

/** Lines with the line feed they end in; a text from Windows has the lines of any other. */
function linesOf(text: string): string[] {
  return text.replaceAll('\r\n', '\n').match(/[^\n]*\n|[^\n]+$/g) ?? []
}

function wordsOf(text: string): string[] {
  // WebViews of older phones have no segmenter.
  if (typeof Intl.Segmenter !== 'function') return text.match(/[A-Za-z0-9_.]+|\s+|[\s\S]/gu) ?? []
  const segmenter = new Intl.Segmenter('zh', { granularity: 'word' })
  return Array.from(segmenter.segment(text), ({ segment }) => segment)
}

/** Neighbours of one kind as one run; what was removed comes before what took its place. */
function joined(runs: Run[]): Run[] {
  const result: Run[] = []
  for (const run of runs) {
    const last = result.at(-1)
    if (run.text === '') continue
    if (last?.kind === run.kind) last.text += run.text
    else result.push({ ...run })
  }
  return result
}
