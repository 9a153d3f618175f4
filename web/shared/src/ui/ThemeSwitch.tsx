import './ThemeSwitch.css'
import { useMessages } from '@shared/i18n'
import { useId, useState } from 'react'
import { Icon } from './Icon'
import type { IconName } from './icons'
import { messages } from './messages'
import { chooseTheme, storedTheme, type Theme } from './theme'

const ICONS: [theme: Theme, icon: IconName][] = [
  ['system', 'system'],
  ['light', 'sun'],
  ['dark', 'moon'],
]

/** Chooses between the system's colours, light and dark. */
export function ThemeSwitch() {
  const t = useMessages(messages)
  const name = useId()
  const [theme, setTheme] = useState(storedTheme)
  const labels: Record<Theme, string> = { system: t.themeSystem, light: t.themeLight, dark: t.themeDark }
  return (
    <fieldset className="theme-switch">
      <legend className="visually-hidden">{t.theme}</legend>
      {ICONS.map(([value, icon]) => (
        <label key={value} className="theme-switch-choice" title={labels[value]}>
          <input
            className="theme-switch-input"
            type="radio"
            name={name}
            value={value}
            checked={theme === value}
            aria-label={labels[value]}
            onChange={() => {
              chooseTheme(value)
              setTheme(value)
            }}
          />
          <Icon name={icon} />
        </label>
      ))}
    </fieldset>
  )
}
