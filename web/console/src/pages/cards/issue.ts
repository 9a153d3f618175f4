import type { CardKind, TierKind } from '@shared/gql/schema'
import { csvText } from '@shared/money'

/** The kinds of tier that cards of a kind may bring. */
export const BRINGS: Record<CardKind, readonly TierKind[]> = {
  TRIAL: ['TRIAL'],
  ANNUAL: ['ANNUAL', 'CUSTOM'],
  GIFT: ['GIFT_CARD', 'CUSTOM'],
}

/** The most cards that one batch has. */
export const MOST_CARDS = 1_000

/** What the file of codes says of its batch. */
interface Batch {
  title: string
  days: number
  expiresOn: string
}

/** The codes of a batch as a file for whoever prints the cards, under headings in the language of the page. */
export function codesFile(
  batch: Batch,
  codes: readonly string[],
  headings: readonly [string, string, string, string],
): string {
  return csvText([headings, ...codes.map(code => [code, batch.title, String(batch.days), batch.expiresOn])])
}
