import type {
  ImportColumn,
  ImportEncoding,
  ImportFailureCode,
  ImportRowErrorCode,
  ImportState,
  ImportWarningCode,
} from '@shared/gql/schema'
import type { Language } from './language'
import { type Name, named } from './named'

const STATES: Record<ImportState, Name> = {
  UPLOADING: { zh: '上传中', en: 'Uploading' },
  UPLOADED: { zh: '等待检查', en: 'Waits to be checked' },
  CHECKING: { zh: '检查中', en: 'Checking' },
  CHECKED: { zh: '待确认', en: 'Waits to be started' },
  IMPORTING: { zh: '导入中', en: 'Importing' },
  DONE: { zh: '已完成', en: 'Done' },
  CANCELLED: { zh: '已取消', en: 'Stopped' },
  FAILED: { zh: '失败', en: 'Failed' },
}

const COLUMNS: Record<ImportColumn, Name> = {
  PHONE: { zh: '手机', en: 'phone' },
  NAME: { zh: '姓名', en: 'name' },
  CHAPTER: { zh: '分舵', en: 'chapter' },
  REGION: { zh: '地区', en: 'region' },
  BIRTH_YEAR: { zh: '出生年', en: 'birthYear' },
  TIER: { zh: '会员', en: 'tier' },
  ENDS_ON: { zh: '到期日', en: 'endsOn' },
  CONSENT_VERSION: { zh: '同意版本', en: 'consentVersion' },
}

const ROW_ERRORS: Record<ImportRowErrorCode, Name> = {
  PHONE_INVALID: { zh: '手机号不正确', en: 'It is no mobile number' },
  NAME_INVALID: {
    zh: '姓名为空、过长或含有特殊字符',
    en: 'The name is empty, too long or has special characters',
  },
  CHAPTER_OUTSIDE: { zh: '不是您可以导入的分舵', en: 'It is none of the chapters that you may import to' },
  REGION_UNKNOWN: { zh: '没有这个区划', en: 'There is no such division' },
  BIRTH_YEAR_INVALID: { zh: '出生年不正确', en: 'The year of birth is no good' },
  GUARDIAN_REQUIRED: { zh: '未满 14 岁须监护人同意，不能导入', en: 'Under 14 a guardian must consent' },
  TIER_UNKNOWN: { zh: '没有这个会员等级', en: 'There is no such tier' },
  ENDS_ON_INVALID: { zh: '到期日不正确', en: 'The last day is no good' },
  TERM_NOT_ALLOWED: { zh: '您无权导入会期', en: 'You may not import terms' },
  CONSENT_MISSING: { zh: '缺少同意版本', en: 'The version of the consent is missing' },
  CONSENT_INVALID: { zh: '同意版本不正确', en: 'The version of the consent is no good' },
  DUPLICATE_IN_FILE: { zh: '手机号与前面的行重复', en: 'An earlier row has this phone' },
}

const FAILURES: Record<ImportFailureCode, Name> = {
  ENCODING_MIXED: {
    zh: '文件里混用了不同的编码。请用同一种编码（UTF-8 或 GB18030）重新保存。',
    en: 'The file mixes encodings. Save all of it as UTF-8 or GB18030.',
  },
  ENCODING_UNKNOWN: {
    zh: '认不出文件的编码。请保存为 UTF-8 或 GB18030。',
    en: 'The encoding is unknown. Save the file as UTF-8 or GB18030.',
  },
  FILE_EMPTY: { zh: '文件没有表头或没有数据行。', en: 'The file has no header, or no row below it.' },
  FILE_DAMAGED: { zh: '文件损坏，无法读取。', en: 'The file is damaged and cannot be read.' },
  FILE_TOO_LARGE: { zh: '文件解压后过大。请拆成几份。', en: 'The file unpacks to too much. Divide it.' },
  SHEET_UNKNOWN: { zh: '没有这个工作表。', en: 'There is no such sheet.' },
  PHONE_COLUMN_MISSING: { zh: '缺少“手机”列。', en: 'There is no column for the phone.' },
  COLUMN_TWICE: { zh: '同一内容有两列。请只留一列。', en: 'Two columns are for one thing. Leave one.' },
  NAME_COLUMN_MISSING: { zh: '缺少“姓名”列。', en: 'There is no column for the name.' },
  TOO_MANY_ROWS: { zh: '行数超过上限。请拆成几份。', en: 'There are too many rows. Divide the file.' },
  UPLOAD_INCOMPLETE: { zh: '上传中断。请重新上传。', en: 'The upload broke off. Upload it anew.' },
  EXPIRED: {
    zh: '7 天内没有开始导入，文件已删除。',
    en: 'Nobody started it for 7 days; the file is deleted.',
  },
}

const WARNINGS: Record<ImportWarningCode, Name> = {
  COLUMNS_UNKNOWN: { zh: '这些列无法识别，将被忽略', en: 'These columns are not known and are left out' },
  TIER_ALONE: {
    zh: '有会员等级，但没有到期日列：填了等级的行还需要到期日。',
    en: 'There is a tier and no last day: rows that have one need the other.',
  },
  ENDS_ON_ALONE: {
    zh: '有到期日，但没有会员等级列：填了到期日的行还需要等级。',
    en: 'There is a last day and no tier: rows that have one need the other.',
  },
}

const ENCODINGS: Record<ImportEncoding, Name> = {
  UTF_8: { zh: 'UTF-8', en: 'UTF-8' },
  GB18030: { zh: 'GB18030', en: 'GB18030' },
}

/** How an import stands: 检查中. */
export const importStateName = (language: Language, value: ImportState) => named(STATES, value, language)

/** A column of the file: 手机. */
export const importColumnName = (language: Language, value: ImportColumn) => named(COLUMNS, value, language)

/** What is wrong with a row: 手机号不正确. */
export const importRowErrorText = (language: Language, value: ImportRowErrorCode) =>
  named(ROW_ERRORS, value, language)

/** Why a file cannot be imported, and what to do. */
export const importFailureText = (language: Language, value: ImportFailureCode) =>
  named(FAILURES, value, language)

/** What is odd about a file that can be imported all the same, with the columns it is about. */
export function importWarningText(
  language: Language,
  { code, columns, total }: { code: ImportWarningCode; columns: readonly string[]; total: number },
): string {
  const text = named(WARNINGS, code, language)
  if (columns.length === 0) return text
  const isCut = total > columns.length
  if (language === 'zh') return `${text}：${columns.join('、')}${isCut ? ` 等 ${total} 列` : ''}`
  return `${text}: ${columns.join(', ')}${isCut ? `, … (${total} in all)` : ''}`
}

/** How a file is written. */
export const importEncodingName = (language: Language, value: ImportEncoding) =>
  named(ENCODINGS, value, language)
