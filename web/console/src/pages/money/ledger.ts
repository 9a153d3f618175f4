import type { LedgerAccountKind } from '@shared/gql/schema'

/** What grows on the debit side: money that lies somewhere. All else stands on the other side, as the server counts it. */
const DEBIT: readonly LedgerAccountKind[] = ['PROVIDER_MONEY', 'BANK_TRANSFER', 'CHAPTER_CASH']

const CHAPTERS: readonly LedgerAccountKind[] = ['CHAPTER_CASH', 'CHAPTER_ACCRUED', 'CHAPTER_PAYABLE']

const HEADQUARTERS: readonly LedgerAccountKind[] = [
  'PROVIDER_MONEY',
  'BANK_TRANSFER',
  'BANK_PAID_OUT',
  'HQ_REVENUE',
  'TAX_PAYABLE',
]

/** Whose the accounts of a kind are: headquarters' own, chapters' or members'. */
export function ownersOf(kind: LedgerAccountKind): 'headquarters' | 'chapters' | 'members' {
  if (HEADQUARTERS.includes(kind)) return 'headquarters'
  return CHAPTERS.includes(kind) ? 'chapters' : 'members'
}

interface Balance {
  kind: LedgerAccountKind
  balance: string
}

/** Both sides of the books, in fen. They weigh the same, or something is wrong. */
export interface Sides<T> {
  debit: T[]
  credit: T[]
  debitSum: string
  creditSum: string
  balanced: boolean
}

/** The balances as the two sides of the books. */
export function sidesOf<T extends Balance>(balances: readonly T[]): Sides<T> {
  const debit = balances.filter(({ kind }) => DEBIT.includes(kind))
  const credit = balances.filter(({ kind }) => !DEBIT.includes(kind))
  const sum = (of: readonly T[]) => String(of.reduce((all, { balance }) => all + BigInt(balance), 0n))
  const [debitSum, creditSum] = [sum(debit), sum(credit)]
  return { debit, credit, debitSum, creditSum, balanced: debitSum === creditSum }
}
