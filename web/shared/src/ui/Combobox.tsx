import './input.css'
import './Combobox.css'
import { useMessages } from '@shared/i18n'
import { type KeyboardEvent, useEffect, useId, useState } from 'react'
import { IconButton } from './Button'
import { classes } from './classes'
import { Field, type FieldLook } from './Field'
import { Icon } from './Icon'
import { messages } from './messages'
import { useSearch } from './useSearch'
import { VisuallyHidden } from './VisuallyHidden'

interface ComboboxProps<T> extends FieldLook {
  value: T | null
  onChange: (value: T | null) => void
  /** Finds what matches a text; the empty text asks for suggestions. Called when typing pauses; aborted when it goes on. */
  search: (text: string, signal: AbortSignal) => Promise<readonly T[]>
  itemKey: (item: T) => string
  itemLabel: (item: T) => string
  /** What tells items of one name apart. */
  itemDetail?: (item: T) => string
  placeholder?: string
  disabled?: boolean
  name?: string
}

/** A box that finds one of many while one types: the ARIA pattern "combobox" with a list. */
export function Combobox<T>({
  value,
  onChange,
  search,
  itemKey,
  itemLabel,
  itemDetail,
  ...rest
}: ComboboxProps<T>) {
  const { label, hint, error, required, labelHidden, placeholder, disabled, name } = rest
  const t = useMessages(messages)
  const listId = useId()
  const [open, setOpen] = useState(false)
  /** What is being typed; null while the chosen item's label is shown. */
  const [typed, setTyped] = useState<string | null>(null)
  const [active, setActive] = useState(0)
  const { items, state } = useSearch(search, typed ?? '', open)
  const text = typed ?? (value === null ? '' : itemLabel(value))
  const activeItem = items[active]
  const activeId = open && activeItem !== undefined ? `${listId}-${active}` : undefined

  useEffect(() => {
    if (activeId) document.getElementById(activeId)?.scrollIntoView?.({ block: 'nearest' })
  }, [activeId])

  const close = () => {
    setOpen(false)
    setTyped(null)
    setActive(0)
  }

  const choose = (item: T) => {
    onChange(item)
    close()
  }

  const move = (to: number) => {
    if (open) setActive(items.length === 0 ? 0 : (to + items.length) % items.length)
    else setOpen(true)
  }

  const onKeyDown = (event: KeyboardEvent) => {
    // Keys that compose a Chinese word belong to the input method.
    if (event.nativeEvent.isComposing) return
    if (event.key === 'ArrowDown') move(active + 1)
    else if (event.key === 'ArrowUp') move(active - 1)
    else if (event.key === 'Enter' && open && activeItem !== undefined) choose(activeItem)
    else if (event.key === 'Escape' && open) close()
    else return
    // Escape and Enter are spent here: they must not close the dialog around, or send its form.
    event.preventDefault()
    event.stopPropagation()
  }

  const status =
    state === 'searching'
      ? t.searching
      : state === 'failed'
        ? t.failed
        : items.length === 0
          ? t.noMatch
          : t.results(items.length)

  return (
    <Field label={label} hint={hint} error={error} required={required} labelHidden={labelHidden}>
      {({ id, describedBy, invalid }) => (
        <div className="combobox">
          <input
            className="input combobox-input"
            type="text"
            role="combobox"
            id={id}
            name={name}
            value={text}
            placeholder={placeholder}
            disabled={disabled}
            required={required}
            autoComplete="off"
            spellCheck={false}
            aria-expanded={open}
            aria-controls={listId}
            aria-autocomplete="list"
            aria-activedescendant={activeId}
            aria-describedby={describedBy}
            aria-invalid={invalid || undefined}
            onKeyDown={onKeyDown}
            onClick={() => setOpen(true)}
            onBlur={() => {
              if (typed === '') onChange(null)
              close()
            }}
            onChange={event => {
              setTyped(event.target.value)
              setActive(0)
              setOpen(true)
            }}
          />
          {value !== null && !disabled ? (
            <IconButton
              icon="close"
              label={`${t.clear} ${label}`}
              size="s"
              className="combobox-clear"
              onClick={() => {
                onChange(null)
                close()
                document.getElementById(id)?.focus()
              }}
            />
          ) : (
            <Icon name="chevron-down" className="combobox-icon" />
          )}
          <div className={classes('combobox-popup', !open && 'combobox-closed')}>
            <div
              className="combobox-list"
              role="listbox"
              id={listId}
              aria-label={label}
              aria-busy={state === 'searching'}
            >
              {open &&
                items.map((item, index) => (
                  // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the box, as the pattern asks
                  // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the box's
                  <div
                    key={itemKey(item)}
                    id={`${listId}-${index}`}
                    role="option"
                    aria-selected={index === active}
                    className="combobox-option"
                    // The box must not lose the focus before the click is known.
                    onPointerDown={event => event.preventDefault()}
                    onClick={() => choose(item)}
                  >
                    {itemLabel(item)}
                    {itemDetail && <span className="combobox-detail">{itemDetail(item)}</span>}
                  </div>
                ))}
            </div>
            {open && (state !== 'done' || items.length === 0) && (
              <p className="combobox-status" aria-hidden="true">
                {status}
              </p>
            )}
          </div>
          <div aria-live="polite">{open && <VisuallyHidden>{status}</VisuallyHidden>}</div>
        </div>
      )}
    </Field>
  )
}
