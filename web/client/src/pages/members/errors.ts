import { alsoTell, MEMBER_ERRORS } from '@shared/i18n'

// Imported by the pages that can break these rules, for this effect alone.
alsoTell(MEMBER_ERRORS)
