import type { JsonObject } from './path'

/** What is known of a place beside its schema. */
export interface Hints {
  /** The policy's key: one that ends in `.price` or `.fen` is about money. */
  policyKey?: string
  /** The policy's title: one that ends in 分 in brackets is about money. */
  title?: string
}

const IN_FEN = /[（(]\s*(?:单位[:：]\s*)?(?:分|fen)\s*[）)]\s*$/i

/**
 * Whether the whole numbers at a place are fen: by `"x-unit": "fen"`, by a title that ends in (分), by a name that ends in
 * `Fen` or `_fen`, or, for a whole policy, by a key that ends in `price` or `fen`. A different `x-unit` says no.
 */
export function isInFen(schema: JsonObject, name: string, hints: Hints = {}): boolean {
  const unit = schema['x-unit']
  if (typeof unit === 'string') return unit === 'fen'
  const titles = [schema.title, schema.description, hints.title]
  if (titles.some(title => typeof title === 'string' && IN_FEN.test(title))) return true
  return /(?:^fen|Fen|_fen)$/.test(name) || /[._](?:price|fen)$/.test(hints.policyKey ?? '')
}

/** A title without its "(分)": what it stands over is shown in yuan. */
export function titleInYuan(title: string): string {
  return title.replace(IN_FEN, '').trim()
}
