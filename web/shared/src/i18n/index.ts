export { ACTION_KEYS, actionName } from './actions'
export { type FaultText, faultText } from './faults'
export { type Language, LanguageProvider, languageTag, useLanguage } from './language'
export { defineMessages, type Messages, useMessages } from './messages'
export {
  accountKindName,
  deliveryStateName,
  levelName,
  modeName,
  officeName,
  permissionName,
  roleName,
  urgencyName,
  versionStateName,
} from './names'
export { numberText, shareText, TIME_ZONE, type TimeStyle, timeText } from './time'
export { userErrorText } from './userErrors'
