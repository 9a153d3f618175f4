import type { Language } from '@shared/i18n'
import { type Field, fieldAt, type Option } from './field'
import { shownNumber } from './numbers'
import { isObject, type Path, same } from './path'
import { Unfinished } from './unfinished'

const BOUNDS: Record<string, Record<Language, string>> = {
  min: { zh: '最低', en: 'Lowest' },
  max: { zh: '最高', en: 'Highest' },
}

/** What a field is called: by the schema, or by its name. */
export function titleOf(field: Field, language: Language): string {
  return field.title ?? BOUNDS[field.name]?.[language] ?? field.name
}

/** What a path leads through, for people: titles of entries, numbers of items. */
export function pathTitle(form: Field, path: Path, language: Language): string {
  const titles = path.map((step, place) => {
    if (typeof step === 'number') return language === 'zh' ? `第 ${step + 1} 项` : `item ${step + 1}`
    const field = fieldAt(form, path.slice(0, place + 1))
    return field ? titleOf(field, language) : (BOUNDS[step]?.[language] ?? step)
  })
  return titles.join(' › ')
}

/** What a choice is called. */
export function optionTitle(option: Option, language: Language): string {
  return option.title ?? scalarText(option.value, undefined, language)
}

/** A value in one line, or `undefined` if it has parts that want lines of their own. */
export function shownValue(field: Field | undefined, value: unknown, language: Language): string | undefined {
  if (isObject(value)) return rangeText(field, value, language)
  if (!Array.isArray(value)) {
    const option = field?.kind === 'choice' ? field.options.find(each => same(each.value, value)) : undefined
    return option ? optionTitle(option, language) : scalarText(value, field, language)
  }
  if (value.length === 0) return language === 'zh' ? '（空）' : '(none)'
  const items = value.map(item => itemText(field, item, language))
  return items.some(item => item === undefined) ? undefined : items.join(language === 'zh' ? '、' : ', ')
}

function itemText(field: Field | undefined, item: unknown, language: Language): string | undefined {
  if (typeof item === 'object' && item !== null) return undefined
  if (field?.kind === 'choices') {
    const option = field.options.find(({ value }) => same(value, item))
    if (option) return optionTitle(option, language)
  }
  return shownValue(field?.kind === 'list' ? field.item : undefined, item, language)
}

/** The ends of a range over a single number have that number's unit. */
function boundField(field: Field | undefined, name: string): Field | undefined {
  return field?.kind === 'number' ? field : field && fieldAt(field, [name])
}

/** Lowest and highest as one phrase; `undefined` for any other object. */
function rangeText(
  field: Field | undefined,
  value: Record<string, unknown>,
  language: Language,
): string | undefined {
  const { min, max, ...rest } = value
  if (Object.keys(rest).length > 0) return undefined
  if (![min, max].every(bound => bound === undefined || typeof bound === 'number')) return undefined
  if (min === undefined && max === undefined) return undefined
  const bound = (name: string, number: unknown) => scalarText(number, boundField(field, name), language)
  if (max === undefined)
    return language === 'zh' ? `不低于 ${bound('min', min)}` : `at least ${bound('min', min)}`
  if (min === undefined)
    return language === 'zh' ? `不高于 ${bound('max', max)}` : `at most ${bound('max', max)}`
  if (min === max) return bound('min', min)
  return `${bound('min', min)} ${language === 'zh' ? '至' : 'to'} ${bound('max', max)}`
}

function scalarText(value: unknown, field: Field | undefined, language: Language): string {
  if (value === undefined) return language === 'zh' ? '未填写' : 'Not set'
  if (value === null) return language === 'zh' ? '无' : 'None'
  if (typeof value === 'boolean') return (value ? { zh: '是', en: 'Yes' } : { zh: '否', en: 'No' })[language]
  if (typeof value === 'number')
    return shownNumber(value, field?.kind === 'number' ? field.unit : undefined, language)
  if (value instanceof Unfinished) return value.text
  if (value === '') return language === 'zh' ? '（空）' : '(empty)'
  return typeof value === 'string' ? value : JSON.stringify(value)
}
