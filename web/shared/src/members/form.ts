import type { ConsentPurpose } from '@shared/gql/schema'
import { TEXT_VERSION } from './consentTexts'

/** A division that a member can belong to. */
export interface Region {
  code: string
  name: string
}

/** What is filled in of somebody who joins. */
export interface NewMember {
  phone: string
  name: string
  birthYear: number | null
  region: Region | null
  consents: readonly ConsentPurpose[]
}

export const NOBODY: NewMember = { phone: '', name: '', birthYear: null, region: null, consents: [] }

/** The fields of the form that have an error of their own, by the names that the API gives them. */
export const FIELDS = ['phone', 'name', 'birthYear', 'region', 'consents'] as const

/** Of these, the ones that can be found wrong before anything is sent. */
export type Missing = 'phone' | 'name' | 'consents' | 'guardian'

/** What is missing still; a guardian's consent only where it can be given. Whether the rest is right, the server says. */
export function missing({ phone, name, birthYear, consents }: NewMember, mayGuard = false): Missing[] {
  const found: Missing[] = []
  const isChild = maybeChild(birthYear, new Date().getFullYear())
  if (mayGuard && isChild && !consents.includes('GUARDIAN')) found.push('guardian')
  if (!phone.trim()) found.push('phone')
  if (!name.trim()) found.push('name')
  if (!consents.includes('SERVICE')) found.push('consents')
  return found
}

/** The input of `memberAdd`. */
export function addInput(form: NewMember, chapter: string) {
  // Ticked for a child, whose year of birth was then corrected.
  const isMeant = (purpose: ConsentPurpose) =>
    purpose !== 'GUARDIAN' || maybeChild(form.birthYear, new Date().getFullYear())
  return {
    chapter,
    phone: form.phone.trim(),
    name: form.name.trim(),
    birthYear: form.birthYear,
    region: form.region?.code ?? null,
    consents: form.consents.filter(isMeant).map(purpose => ({ purpose, textVersion: TEXT_VERSION })),
  }
}

/** What is known of a member and can be corrected. The name is masked, so it begins empty. */
export interface Correction {
  name: string
  birthYear: number | null
  region: Region | null
}

/** The input of `memberUpdate`: what is left out stays. Null where nothing is to be changed. */
export function updateInput(id: string, known: Omit<Correction, 'name'>, wanted: Correction) {
  const name = wanted.name.trim()
  const input = {
    id,
    name: name || null,
    birthYear: wanted.birthYear === known.birthYear ? null : wanted.birthYear,
    region: wanted.region?.code === known.region?.code ? null : (wanted.region?.code ?? null),
  }
  const changes = input.name !== null || input.birthYear !== null || input.region !== null
  return changes ? input : null
}

/**
 * Whether somebody born in a year may be under 14, for whom a guardian must consent. Only the year is known, so who may
 * still be is taken to be.
 */
export function maybeChild(birthYear: number | null, year: number): boolean {
  return birthYear !== null && birthYear <= year && year - birthYear <= 14
}
