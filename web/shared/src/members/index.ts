export { Consents, type Said, type Saying } from './Consents'
export {
  type AnsweredCounts,
  type CountTable,
  countTable,
  type Scope,
  standingCount,
  tiersOf,
} from './counts'
export { Day } from './Day'
export { daysLeft, lastDay } from './days'
export {
  type Choice,
  DUE_DAYS,
  filterOfChoice,
  listArguments,
  type MemberFilter,
  standingOf,
} from './filter'
export {
  addInput,
  type Correction,
  FIELDS,
  type Missing,
  missing,
  type NewMember,
  NOBODY,
  type Region,
  updateInput,
} from './form'
export { STANDING_LOOKS } from './looks'
export { NewMemberFields } from './NewMemberFields'
export { Person } from './Person'
export { RegionPicker } from './RegionPicker'
export { StandingBadge } from './StandingBadge'
export { type Sought, soughtBy } from './search'
export { CLEAR_MS, type Clear, type Reveal, useReveal } from './useReveal'
