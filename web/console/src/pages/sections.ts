import type { Section } from '../shell/section'
import { accessSection } from './access/section'
import { auditSection } from './audit/section'
import { chaptersSection } from './chapters/section'
import { explorerSection } from './explorer/section'
import { membersSection } from './members/section'
import { moneySection } from './money/section'
import { operationsSection } from './operations/section'
import { overviewSection } from './overview/section'
import { policiesSection } from './policies/section'
import { tiersSection } from './tiers/section'

/** All parts of the console in the order of the navigation. A new capability adds its own here. */
export const sections: readonly Section[] = [
  overviewSection,
  chaptersSection,
  membersSection,
  tiersSection,
  moneySection,
  policiesSection,
  accessSection,
  auditSection,
  operationsSection,
  explorerSection,
]
