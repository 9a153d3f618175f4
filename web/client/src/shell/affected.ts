import type { OutboxEntry } from '../offline'

/** What must be read again once the server has confirmed an entry. */
export function affectedBy(entry: OutboxEntry): unknown[][] {
  const delivery = [
    ['today', entry.input.chapter],
    ['inbox', entry.input.chapter],
  ]
  switch (entry.kind) {
    case 'acknowledge':
    case 'mark-read':
      return [...delivery, ['delivery', entry.input.chapter, entry.input.version]]
    case 'override-set':
    case 'override-clear':
      return [
        ['values', entry.input.chapter],
        ['value', entry.input.chapter, entry.input.key],
      ]
  }
}
