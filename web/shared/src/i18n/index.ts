export { ACTION_KEYS, actionName } from './actions'
export { CHAPTER_ERRORS } from './chapterErrors'
export { type FaultText, faultText } from './faults'
export { IMPORT_ERRORS } from './importErrors'
export { type Language, LanguageProvider, languageTag, useLanguage } from './language'
export { MEMBER_ERRORS } from './memberErrors'
export {
  homeSourceName,
  joinedByName,
  PURPOSE_KEYS,
  purposeName,
  STANDING_KEYS,
  standingName,
  TIER_KEYS,
  termSourceName,
  tierName,
} from './memberNames'
export { defineMessages, type Messages, useMessages } from './messages'
export { MONEY_ERRORS } from './moneyErrors'
export {
  accountKindName,
  deliveryStateName,
  levelName,
  modeName,
  officeName,
  roleName,
  urgencyName,
  versionStateName,
} from './names'
export { permissionName } from './permissionNames'
export { dayText, numberText, shanghaiDay, shareText, TIME_ZONE, type TimeStyle, timeText } from './time'
export { alsoTell, userErrorText } from './userErrors'
