import type { TierKind } from '@shared/gql/schema'
import type { TierSaveInput } from '../../gql/graphql'
import type { TierFacts } from './queries'

/** A tier as it is being filled in. */
export interface TierForm {
  code: string
  name: string
  kind: TierKind
  days: number | null
  /** Fen; null where it is not for sale. */
  price: string | null
  rank: number | null
  active: boolean
  /** One to a line. */
  benefits: string
}

/** A tier that headquarters adds: all it can be is what it likes. */
export const NEW_TIER: TierForm = {
  code: '',
  name: '',
  kind: 'CUSTOM',
  days: 365,
  price: null,
  rank: 30,
  active: true,
  benefits: '',
}

/** What stands of a tier, to be changed. */
export function formOf(tier: TierFacts): TierForm {
  const { code, name, kind, days, price, rank, active, benefits } = tier
  return { code, name, kind, days, price, rank, active, benefits: benefits.join('\n') }
}

/** What to send for it; null while something is lacking. `version` is that of the tier which was read. */
export function tierInput(form: TierForm, version: number | undefined): TierSaveInput | null {
  const { days, rank } = form
  const [code, name] = [form.code.trim(), form.name.trim()]
  if (code === '' || name === '' || days === null || rank === null) return null
  const benefits = form.benefits
    .split('\n')
    .map(line => line.trim())
    .filter(Boolean)
  return {
    code,
    name,
    kind: form.kind,
    days,
    price: form.price,
    rank,
    active: form.active,
    benefits,
    version,
  }
}
