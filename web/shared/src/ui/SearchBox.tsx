import './input.css'
import './SearchBox.css'
import './VisuallyHidden.css'
import { type Ref, useId } from 'react'
import { Icon } from './Icon'

interface SearchBoxProps {
  label: string
  value: string
  onChange: (value: string) => void
  placeholder?: string
  /** What Enter does, where typing alone does not search. */
  onSubmit?: () => void
  ref?: Ref<HTMLInputElement>
}

/** A box to search in what the page shows. */
export function SearchBox({ label, value, onChange, placeholder, onSubmit, ref }: SearchBoxProps) {
  const id = useId()
  return (
    <search className="search-box">
      <label className="visually-hidden" htmlFor={id}>
        {label}
      </label>
      <Icon name="search" className="search-box-icon" />
      <input
        ref={ref}
        className="input search-box-input"
        type="search"
        id={id}
        value={value}
        placeholder={placeholder ?? label}
        autoComplete="off"
        spellCheck={false}
        enterKeyHint="search"
        onChange={event => onChange(event.target.value)}
        onKeyDown={event => {
          // Enter while a Chinese word is being composed takes the word, and does not search.
          if (event.key === 'Enter' && !event.nativeEvent.isComposing) onSubmit?.()
        }}
      />
    </search>
  )
}
