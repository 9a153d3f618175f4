import type { ChapterLevel } from '@shared/gql/schema'
import { defineMessages, useMessages } from '@shared/i18n'
import { Combobox, IconButton } from '@shared/ui'
import type { ReactNode } from 'react'
import { codePrefix, type FoundDivision, searchDivisions } from './pick'
import './DivisionPicker.css'

const messages = defineMessages({
  zh: {
    label: '区划',
    hint: '按名称或代码查找，可选多个。',
    chosen: '已选区划',
    remove: (name: string) => `移除 ${name}`,
    free: '未授权',
    held: (name: string) => `已授权给 ${name}`,
  },
  en: {
    label: 'Divisions',
    hint: 'By name or code; several can be chosen.',
    chosen: 'Chosen divisions',
    remove: name => `Remove ${name}`,
    free: 'free',
    held: name => `licensed to ${name}`,
  },
})

interface DivisionPickerProps {
  level: ChapterLevel
  /** The division in which those looked for mostly lie: suggestions before anything is typed. */
  within: string
  value: readonly FoundDivision[]
  onChange: (divisions: FoundDivision[]) => void
  error?: ReactNode
}

/** Chooses the divisions of a territory, one after the other. */
export function DivisionPicker({ level, within, value, onChange, error }: DivisionPickerProps) {
  const t = useMessages(messages)
  return (
    <div className="division-picker">
      <Combobox<FoundDivision>
        label={t.label}
        hint={t.hint}
        error={error}
        required={value.length === 0}
        value={null}
        onChange={division => division && onChange([...value, division])}
        search={async (text, signal) => {
          const found = await searchDivisions(text, level, codePrefix(within), signal)
          return found.filter(division => value.every(chosen => chosen.code !== division.code))
        }}
        itemKey={division => division.code}
        itemLabel={division => division.name}
        itemDetail={division =>
          `${division.code} · ${division.chapter ? t.held(division.chapter.name) : t.free}`
        }
      />
      {value.length > 0 ? (
        <ul className="division-picker-chosen" aria-label={t.chosen}>
          {value.map(division => (
            <li key={division.code}>
              {division.name} <span className="division-picker-code">{division.code}</span>
              <IconButton
                icon="close"
                size="s"
                label={t.remove(division.name)}
                onClick={() => onChange(value.filter(other => other.code !== division.code))}
              />
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  )
}
