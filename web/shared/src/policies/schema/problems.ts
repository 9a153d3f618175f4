import type { Language } from '@shared/i18n'
import { shownNumber, type Unit } from './numbers'
import type { Unfinished } from './unfinished'

/** A text in both languages. */
export type BothTexts = Record<Language, string>

const UNFINISHED: Record<Unfinished['why'], BothTexts> = {
  number: { zh: '请填写数字', en: 'Enter a number' },
  integer: { zh: '请填写整数', en: 'Enter a whole number' },
  fen: { zh: '金额最多两位小数', en: 'An amount has at most two decimals' },
  large: { zh: '数字过大，无法精确保存', en: 'The number is too large to be kept exactly' },
  json: { zh: 'JSON 不完整或有误', en: 'The JSON is incomplete or wrong' },
}

/** Why typed text is no value. */
export function unfinishedText({ text, why }: Unfinished): BothTexts {
  return text.trim() === '' ? REQUIRED : UNFINISHED[why]
}

export const REQUIRED: BothTexts = { zh: '必填', en: 'Required' }
export const OTHER: BothTexts = { zh: '不符合要求', en: 'This does not meet the rules' }

const TYPES: Record<string, BothTexts> = {
  integer: { zh: '整数', en: 'a whole number' },
  number: { zh: '数字', en: 'a number' },
  string: { zh: '文字', en: 'text' },
  boolean: { zh: '是或否', en: 'yes or no' },
  array: { zh: '列表', en: 'a list' },
  object: { zh: '一组内容', en: 'a group of entries' },
  null: { zh: '空', en: 'nothing' },
}

/** What a broken keyword of a schema says to people; `limit` is what the schema has under it. */
export function problemText(keyword: string, limit: unknown, unit?: Unit): BothTexts {
  if (keyword === 'type') return typeText(limit)
  const say = TEXTS[keyword]
  if (!say) return OTHER
  const inUnit = UNITS.has(keyword) ? unit : undefined
  const shown = (language: Language) =>
    typeof limit === 'number' ? shownNumber(limit, inUnit, language) : String(limit)
  return { zh: say.zh(shown('zh')), en: say.en(shown('en')) }
}

/** Keywords that limit an amount, not a count of things. */
const UNITS = new Set(['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'])

const TEXTS: Record<string, Record<Language, (limit: string) => string>> = {
  minimum: { zh: n => `不能小于 ${n}`, en: n => `Must be at least ${n}` },
  maximum: { zh: n => `不能大于 ${n}`, en: n => `Must be at most ${n}` },
  exclusiveMinimum: { zh: n => `必须大于 ${n}`, en: n => `Must be more than ${n}` },
  exclusiveMaximum: { zh: n => `必须小于 ${n}`, en: n => `Must be less than ${n}` },
  multipleOf: { zh: n => `必须是 ${n} 的倍数`, en: n => `Must be a multiple of ${n}` },
  minLength: { zh: n => `至少 ${n} 个字`, en: n => `At least ${n} characters` },
  maxLength: { zh: n => `最多 ${n} 个字`, en: n => `At most ${n} characters` },
  pattern: { zh: p => `格式不符：${p}`, en: p => `Does not have the form ${p}` },
  minItems: { zh: n => `至少 ${n} 项`, en: n => `At least ${n} items` },
  maxItems: { zh: n => `最多 ${n} 项`, en: n => `At most ${n} items` },
  uniqueItems: { zh: () => '有重复的项', en: () => 'Some items are there twice' },
  minProperties: { zh: n => `至少 ${n} 项内容`, en: n => `At least ${n} entries` },
  maxProperties: { zh: n => `最多 ${n} 项内容`, en: n => `At most ${n} entries` },
  enum: { zh: () => '不在可选范围内', en: () => 'Not one of the choices' },
  const: { zh: () => '不是规定的值', en: () => 'Not the value that is laid down' },
  oneOf: { zh: () => '不符合任何一种写法', en: () => 'Fits none, or more than one, of the forms allowed' },
  anyOf: { zh: () => '不符合任何一种写法', en: () => 'Fits none of the forms allowed' },
  not: { zh: () => '不允许的内容', en: () => 'This is not allowed' },
  false: { zh: () => '这里不允许有这项内容', en: () => 'This entry is not allowed here' },
  propertyNames: { zh: () => '有一项的名称不允许', en: () => 'An entry has a name that is not allowed' },
  contains: { zh: () => '缺少规定的项', en: () => 'An item that must be there is missing' },
}

function typeText(type: unknown): BothTexts {
  const types = (Array.isArray(type) ? type : [type]).map(name => TYPES[String(name)] ?? OTHER)
  return {
    zh: `必须是${types.map(({ zh }) => zh).join('或')}`,
    en: `Must be ${types.map(({ en }) => en).join(' or ')}`,
  }
}
