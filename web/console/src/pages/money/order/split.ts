/** A share of an order, in fen. */
interface Share {
  amount: string
  reversed: string
  chapter: object | null
}

/** How the price of an order is divided as things stand, in yuan. */
export interface Split {
  chapters: number
  promoters: number
  headquarters: number
  gone: number
}

/** What payees still earn of an order; what went back is nobody's, and headquarters has the rest. */
export function splitOf(order: { price: string; refunded: string }, shares: readonly Share[]): Split {
  const left = (of: readonly Share[]) =>
    of.reduce((sum, share) => sum + Number(share.amount) - Number(share.reversed), 0)
  const chapters = left(shares.filter(share => share.chapter !== null))
  const promoters = left(shares.filter(share => share.chapter === null))
  const gone = Number(order.refunded)
  const headquarters = Number(order.price) - gone - chapters - promoters
  return {
    chapters: chapters / 100,
    promoters: promoters / 100,
    headquarters: headquarters / 100,
    gone: gone / 100,
  }
}

/** A rate in 1/10,000 as percent, to the last place that it has: 2250 is "22.5%". */
export function rateText(rate: number): string {
  return `${rate / 100}%`
}
